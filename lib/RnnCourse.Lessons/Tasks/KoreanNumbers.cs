namespace RnnCourse.Lessons.Tasks;

/// <summary>Numbers in Sino-Korean words, as dates and large amounts are read.</summary>
public static class KoreanNumbers
{
    private const string Digits = "영일이삼사오육칠팔구";
    private static readonly string[] Places = ["", "십", "백", "천"];

    /// <summary>The number in words: 312,040 is 삼십일만 이천사십. Ten-thousands (만) are a group of their own.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The number is not in 0 … 99,999,999.</exception>
    public static string InWords(int number)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(number);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(number, 99_999_999);
        if (number == 0) return Digits[..1];

        var (myriads, rest) = Math.DivRem(number, 10_000);
        var high = myriads == 0 ? "" : myriads == 1 ? "만" : Group(myriads) + "만";
        var low = rest == 0 ? "" : Group(rest);
        return high.Length > 0 && low.Length > 0 ? $"{high} {low}" : high + low;
    }

    // One to 9,999. A leading one is silent before ten, hundred and thousand: 백십, not 일백일십.
    private static string Group(int number)
    {
        var words = new StringBuilder();
        for (var place = 3; place >= 0; place--)
        {
            var digit = number / (int)Math.Pow(10, place) % 10;
            if (digit == 0) continue;
            if (digit > 1 || place == 0) words.Append(Digits[digit]);
            words.Append(Places[place]);
        }

        return words.ToString();
    }
}
