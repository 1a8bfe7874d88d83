using RnnCourse.Lessons.Claims;

namespace RnnCourse.Lessons.Tests.Claims;

public sealed class StatementTests
{
    [Fact]
    public void A_statement_without_a_claim_is_not_measured() => Assert.Equal(StatementVerdict.NotMeasured, Judge());

    [Fact]
    public void A_statement_whose_claims_hold_is_true() => Assert.Equal(StatementVerdict.True, Judge(Holds(), Holds()));

    [Fact]
    public void A_statement_is_false_when_claims_against_it_hold() =>
        Assert.Equal(StatementVerdict.False, Judge(Against(), Against()));

    [Fact]
    public void A_statement_with_claims_for_and_against_it_is_conditional() =>
        Assert.Equal(StatementVerdict.Conditional, Judge(Holds(), Against()));

    [Fact]
    public void A_claim_under_a_condition_makes_the_statement_conditional() =>
        Assert.Equal(StatementVerdict.Conditional, Judge(Holds(), Conditional()));

    [Fact]
    public void A_claim_that_fails_leaves_the_statement_open_whatever_the_others_say() =>
        Assert.Equal(StatementVerdict.ClaimFails, Judge(Holds(), Against(), Conditional(), Fails()));

    [Fact]
    public void A_claim_speaks_for_every_statement_its_source_names()
    {
        var claim = Recorded(Claim.That("a", "A", 1, Bound.AtMost(1), source: "S0.5, S4.6; Pascanu et al. 2013, §2.1"));
        Assert.Equal(["S0.5", "S4.6"], claim.Statements);
        Assert.Equal(StatementVerdict.NotMeasured, Table(claim).Rows.Single(row => row.Id == "S0.1").Verdict);
        Assert.Equal(2, Table(claim).Count(StatementVerdict.True));
    }

    [Fact]
    public void S2_1_is_not_taken_for_S2_10_or_the_other_way_round()
    {
        var table = Table(Recorded(Claim.That("a", "A", 1, Bound.AtMost(1), source: "S2.10")));
        Assert.Equal("S2.10", Assert.Single(table.Rows, row => row.Claims.Count > 0).Id);
    }

    [Fact]
    public void The_lecture_notes_have_their_44_statements_each_taught_somewhere()
    {
        var ids = Notes.Select(statement => statement.Id).ToArray();
        Assert.Equal(44, ids.Distinct().Count());
        Assert.Equal([8, 6, 13, 8, 9], ids.GroupBy(id => id[..2]).Select(group => group.Count()));
    }

    [Theory]
    [InlineData("[\n  {\"id\": \"S0.1\", \"text\": \"A\"\n", 3, "no list of statements")]
    [InlineData("{}", 1, "no list of statements")]
    [InlineData("[\n{\"id\": \"S0.1\", \"text\": \"A\"}]", 2, "notebooks")]
    [InlineData("[\n{\"id\": \"S0.1\", \"text\": \"A\", \"notebook\": [\"04\"]}]", 2, "notebook")]
    [InlineData("[\n\n{\"id\": \"S0.1\", \"text\": \"A\", \"notebooks\": []}]", 3, "taught in no notebook")]
    [InlineData("[\n{\"id\": \"S0.1\", \"text\": null, \"notebooks\": [\"04\"]}]", 2, "has an id, a text")]
    [InlineData("[\n{\"id\": \"4.4\", \"text\": \"A\", \"notebooks\": [\"04\"]}]", 2, "no name of a statement")]
    [InlineData("[{\"id\": \"S0.1\", \"text\": \"A\", \"notebooks\": [\"04\"]},\n"
        + "{\"id\": \"S0.1\", \"text\": \"B\", \"notebooks\": [\"04\"]}]", 2, "a second time")]
    public void A_file_of_statements_that_is_wrong_is_an_error_with_file_and_line(string text, int line, string said)
    {
        var path = Path.GetTempFileName();
        try
        {
            File.WriteAllText(path, text);
            var message = Assert.Throws<FormatException>(() => Statement.Read(path)).Message;
            Assert.StartsWith($"{path}:{line}: ", message, StringComparison.Ordinal);
            Assert.Contains(said, message, StringComparison.Ordinal);
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public void A_record_comes_back_as_it_was_written()
    {
        var folder = Directory.CreateTempSubdirectory("rnncourse-ledger-").FullName;
        try
        {
            var path = Path.Combine(folder, "results", "ledger.json");
            Assert.True(Ledger.Read(path).IsEmpty);
            Assert.Contains("No run has been recorded", Ledger.Read(path).ToString(), StringComparison.Ordinal);

            var ledger = Recorded([Against()]);
            ledger.Save(path);
            var bytes = File.ReadAllBytes(path);
            var back = Ledger.Read(path);
            Assert.Equal(ledger.ToString(), back.ToString());
            Assert.Equal(ledger.Claims[0].Claim, back.Claims[0].Claim);
            back.Save(path);
            Assert.Equal(bytes, File.ReadAllBytes(path));

            foreach (var broken in new[] { "{ broken", "null", "{}", """{"notebooks":[null]}""", """{"notebooks":[{"file":"a","claims":[null]}]}""" })
            {
                File.WriteAllText(path, broken);
                Assert.Contains("course run", Assert.Throws<FormatException>(() => Ledger.Read(path)).Message,
                    StringComparison.Ordinal);
            }
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public void A_claim_against_nothing_is_refused() =>
        Assert.Throws<ArgumentException>(() => Claim.That("a", "A", 1, Bound.AtMost(1), contradicts: true));

    [Fact]
    public void A_claim_against_its_source_says_so_in_every_form()
    {
        var claim = Claim.That("a", "A", 1, Bound.AtMost(1), source: "S4.4", contradicts: true);
        Assert.Contains("against S4.4", claim.ToString(), StringComparison.Ordinal);
        Assert.Contains("\"contradicts\":true", claim.ToJson(), StringComparison.Ordinal);
    }

    private static IReadOnlyList<Statement> Notes { get; } =
        Statement.Read(Path.Combine(Root(), "notebooks", "statements.json"));

    private static string Root()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "RnnCourse.sln")))
            folder = Path.GetDirectoryName(folder)!;
        return folder;
    }

    private static Claim Recorded(Claim claim) => Claim.FromJson(claim.ToJson()) with { Cell = 7, Figure = 3 };

    private static Claim Holds() => Recorded(Claim.That("h", "H", 1, Bound.AtMost(1), source: "S1.1"));

    private static Claim Fails() =>
        Recorded(Claim.That("f", "F", 2, Bound.AtMost(1), source: "S1.1", contradicts: true));

    private static Claim Against() =>
        Recorded(Claim.That("g", "G", 1, Bound.AtMost(1), source: "S1.1", contradicts: true));

    private static Claim Conditional() =>
        Recorded(Claim.That("c", "C", 1, Bound.AtMost(1), source: "S1.1", condition: "x"));

    private static Ledger Recorded(params Claim[] claims) =>
        new([new("01-x.dib", "succeeded", null, 1, false, "00", claims)]);

    private static StatementTable Table(params Claim[] claims) => StatementTable.Of(Recorded(claims), Notes);

    private static StatementVerdict Judge(params Claim[] claims) =>
        Table(claims).Rows.Single(row => row.Id == "S1.1").Verdict;
}
