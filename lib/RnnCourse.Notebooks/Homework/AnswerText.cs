namespace RnnCourse.Notebooks.Homework;

/// <summary>How texts of answers are compared.</summary>
internal static class AnswerText
{
    /// <summary>Whether two texts are the same but for white space and marks.</summary>
    internal static bool Same(string a, string b) => Words(a) == Words(b);

    internal static string Words(string text) =>
        string.Join(' ',
            string.Join('\n', text.Split('\n').Where(l => Marks.Of(l) is null))
                .Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
}
