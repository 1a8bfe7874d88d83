using System.Globalization;

namespace RnnCourse.Training;

/// <summary>A generator whose state can be saved, which .NET's own cannot: xoshiro256** (Blackman and Vigna 2018),
/// seeded by splitmix64 as its authors say. Use it wherever a <see cref="Random"/> is asked for.</summary>
/// <param name="seed">The same seed gives the same numbers, on every machine.</param>
public sealed class Xoshiro256(int seed) : Random
{
    private const int Digits = 16;
    private readonly ulong[] _s = Seeded((ulong)seed);

    /// <summary>The state, 64 hexadecimal digits; set it, and the numbers go on from there.</summary>
    /// <exception cref="FormatException">Not 64 hexadecimal digits, or all 0.</exception>
    public string State
    {
        get => string.Concat(_s.Select(word => word.ToString("x16", CultureInfo.InvariantCulture)));
        set
        {
            ArgumentNullException.ThrowIfNull(value);
            var words = new ulong[4];
            var right = value.Length == 4 * Digits;
            for (var n = 0; n < 4 && right; n++)
                right = ulong.TryParse(value.AsSpan(n * Digits, Digits), NumberStyles.AllowHexSpecifier,
                    CultureInfo.InvariantCulture, out words[n]);
            if (!right || words.All(word => word == 0))
                throw new FormatException($"'{value}' is not a state of this generator: expected 64 hexadecimal "
                    + "digits, not all 0, as State gave them.");
            words.CopyTo(_s, 0);
        }
    }

    private static ulong[] Seeded(ulong x)
    {
        var s = new ulong[4];
        foreach (ref var word in s.AsSpan())
        {
            var z = x += 0x9E3779B97F4A7C15;
            z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
            z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
            word = z ^ (z >> 31);
        }

        return s;
    }

    private ulong NextWord()
    {
        var result = BitOperations.RotateLeft(_s[1] * 5, 7) * 9;
        var t = _s[1] << 17;
        _s[2] ^= _s[0];
        _s[3] ^= _s[1];
        _s[1] ^= _s[2];
        _s[0] ^= _s[3];
        _s[2] ^= t;
        _s[3] = BitOperations.RotateLeft(_s[3], 45);
        return result;
    }

    /// <summary>Uniform in [0, 1), of 53 bits; all other draws of <see cref="Random"/> are made of it.</summary>
    protected override double Sample() => (NextWord() >> 11) * (1.0 / (1UL << 53));

    // .NET's own would draw these from another generator.
    public override int Next() => (int)(Sample() * int.MaxValue);

    public override int Next(int minValue, int maxValue)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(minValue, maxValue);
        return (int)(minValue + (long)(Sample() * ((long)maxValue - minValue)));
    }

    public override void NextBytes(byte[] buffer) => NextBytes(buffer.AsSpan());

    public override void NextBytes(Span<byte> buffer)
    {
        foreach (ref var b in buffer) b = (byte)(NextWord() >> 56);
    }
}
