namespace RnnCourse.Notebooks.Homework.Grading;

/// <summary>A student of the class.</summary>
internal sealed record Enrolled(string Name, string? Id, string? Email, string? PlatformId);

/// <summary>The class, from a table with a header: its columns are known by their usual names, in any order.</summary>
internal sealed class Roster
{
    private static readonly Dictionary<string, string[]> Known = new()
    {
        ["name"] = ["student", "name", "full name", "student name", "vollständiger name", "이름", "성명"],
        ["first"] = ["first name", "given name", "vorname"],
        ["last"] = ["last name", "surname", "family name", "nachname"],
        ["id"] = ["student id", "sid", "sis user id", "id number", "matriculation", "matrikelnummer", "학번", "number"],
        ["platform"] = ["id", "canvas id", "user id", "identifier"],
        ["email"] = ["email", "e-mail", "email address", "mail", "sis login id", "login id", "github username",
            "roster_identifier"],
    };

    private readonly List<Enrolled> _students = [];

    internal IReadOnlyList<Enrolled> Students => _students;

    /// <exception cref="FormatException">It has no column of names, or a student twice.</exception>
    internal static Roster Read(string path)
    {
        var rows = Csv.Read(path, []);
        var header = rows.Count == 0 ? [] : rows[0].Cells.Select(c => c.Trim().ToLowerInvariant()).ToList();
        var at = Known.ToDictionary(k => k.Key, k => header.FindIndex(h => k.Value.Contains(h)));
        if (at["name"] < 0 && at["last"] < 0)
            throw new FormatException($"{path}:1: a roster needs a header with a column 'name' (and 'student id', "
                + $"'email', 'id' where there are), but it reads '{string.Join(',', header)}'.");
        var roster = new Roster();
        foreach (var (line, cells) in rows.Skip(1))
        {
            string? Cell(string column) => at[column] >= 0 && at[column] < cells.Count
                && cells[at[column]].Trim() is { Length: > 0 } text ? text : null;
            var name = Cell("name") ?? $"{Cell("first")} {Cell("last")}".Trim();
            if (name.Length == 0) continue;
            var student = new Enrolled(name, Cell("id") ?? (at["id"] < 0 ? Cell("platform") : null), Cell("email"),
                Cell("platform")?.Replace("Participant ", "", StringComparison.Ordinal));
            if (roster._students.Find(s => StudentNames.Key(s.Name) == StudentNames.Key(name) && s.Id == student.Id)
                is not null)
                throw new FormatException($"{path}:{line}: '{name}' is in the roster twice.");
            roster._students.Add(student);
        }

        return roster;
    }

    /// <summary>Who an owner of a submission is; null when nobody, or when it may be more than one.</summary>
    internal Enrolled? Find(Owner owner)
    {
        List<Enrolled> Those(Func<Enrolled, bool> which) => [.. _students.Where(which)];
        Func<Enrolled, bool>[] ways =
        [
            s => owner.Id is not null && (s.PlatformId == owner.Id || s.Id == owner.Id),
            s => owner.Email is not null && string.Equals(s.Email, owner.Email, StringComparison.OrdinalIgnoreCase),
            s => StudentNames.Key(s.Name) == StudentNames.Key(owner.Name),
            s => s.Id == owner.Name || (s.Email is not null && (s.Email == owner.Name
                || s.Email.Split('@')[0] == owner.Name)),
            s => StudentNames.LooseKey(s.Name) == StudentNames.LooseKey(owner.Name),
            s => owner.Id is not null && StudentNames.Runs(s.Name).Contains(owner.Name.ToLowerInvariant()),
        ];
        return ways.Select(way => Those(way)).FirstOrDefault(found => found.Count > 0) is [var one] ? one : null;
    }
}
