namespace RnnCourse.Lessons.Tasks;

/// <summary>Numbers in English words.</summary>
public static class EnglishNumbers
{
    private static readonly string[] Small =
    [
        "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
        "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
    ];

    private static readonly string[] Tens =
        ["", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"];

    /// <summary>The number in words: 312,040 is three hundred and twelve thousand and forty.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The number is not in 0 … 999,999.</exception>
    public static string InWords(int number)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(number);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(number, 999_999);
        return number switch
        {
            < 20 => Small[number],
            < 100 => Tens[number / 10] + Rest(number % 10, "-"),
            < 1000 => Small[number / 100] + " hundred" + Rest(number % 100, " and "),
            _ => InWords(number / 1000) + " thousand" + Rest(number % 1000, number % 1000 < 100 ? " and " : " "),
        };
    }

    private static string Rest(int number, string joint) => number == 0 ? "" : joint + InWords(number);
}
