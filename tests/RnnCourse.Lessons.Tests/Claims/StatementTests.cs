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
        Assert.Equal(StatementVerdict.NotMeasured, Table(claim).Rows.Single(row => row.Statement.Id == "S0.1").Verdict);
        Assert.Equal(2, Table(claim).Count(StatementVerdict.True));
    }

    [Fact]
    public void S2_1_is_not_taken_for_S2_10_or_the_other_way_round()
    {
        var table = Table(Recorded(Claim.That("a", "A", 1, Bound.AtMost(1), source: "S2.10")));
        Assert.Equal("S2.10", Assert.Single(table.Rows, row => row.Claims.Count > 0).Statement.Id);
    }

    [Fact]
    public void The_lecture_notes_have_their_44_statements_each_taught_somewhere()
    {
        var ids = LectureNotes.Statements.Select(statement => statement.Id).ToArray();
        Assert.Equal(44, ids.Distinct().Count());
        Assert.Equal([8, 6, 13, 8, 9], ids.GroupBy(id => id[..2]).Select(group => group.Count()));
        Assert.All(LectureNotes.Statements, statement => Assert.NotEmpty(statement.Notebooks));
    }

    [Fact]
    public void A_recorded_claim_is_what_was_measured()
    {
        var claim = Recorded(Claim.That("a", "A < B", double.NaN, Bound.Below(1), source: "S4.4", unit: "nats",
            note: "n", contradicts: true));
        Assert.Equal(("a", "A < B", "NaN nats", "< 1", Verdict.Fails, true, "n", 7, (int?)3),
            (claim.Id, claim.Sentence, claim.Measured, claim.Bound, claim.Verdict, claim.Contradicts, claim.Note,
                claim.Cell, claim.Figure));
        Assert.Throws<FormatException>(() => RecordedClaim.FromJson("{}", 1));
        Assert.Throws<FormatException>(() => RecordedClaim.FromJson("not json", 1));
    }

    [Fact]
    public void A_record_comes_back_as_it_was_written()
    {
        var folder = Directory.CreateTempSubdirectory("rnncourse-ledger-").FullName;
        try
        {
            var path = Path.Combine(folder, "results", "ledger.json");
            Assert.True(RunLedger.Read(path).IsEmpty);
            Assert.Contains("No run has been recorded", RunLedger.Read(path).ToString(), StringComparison.Ordinal);

            var ledger = Ledger(Against());
            ledger.Save(path);
            var bytes = File.ReadAllBytes(path);
            var back = RunLedger.Read(path);
            Assert.Equal(ledger.ToString(), back.ToString());
            Assert.Equal(ledger.Claims[0].Claim, back.Claims[0].Claim);
            back.Save(path);
            Assert.Equal(bytes, File.ReadAllBytes(path));

            File.WriteAllText(path, "{ broken");
            Assert.Contains("course run", Assert.Throws<FormatException>(() => RunLedger.Read(path)).Message,
                StringComparison.Ordinal);
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

    private static RecordedClaim Recorded(Claim claim) => RecordedClaim.FromJson(claim.ToJson(), cell: 7, figure: 3);

    private static RecordedClaim Holds() => Recorded(Claim.That("h", "H", 1, Bound.AtMost(1), source: "S1.1"));

    private static RecordedClaim Fails() =>
        Recorded(Claim.That("f", "F", 2, Bound.AtMost(1), source: "S1.1", contradicts: true));

    private static RecordedClaim Against() =>
        Recorded(Claim.That("g", "G", 1, Bound.AtMost(1), source: "S1.1", contradicts: true));

    private static RecordedClaim Conditional() =>
        Recorded(Claim.That("c", "C", 1, Bound.AtMost(1), source: "S1.1", condition: "x"));

    private static RunLedger Ledger(params RecordedClaim[] claims) =>
        new([new("01-x.dib", "succeeded", null, 1, false, "00", claims)]);

    private static StatementTable Table(params RecordedClaim[] claims) => StatementTable.Of(Ledger(claims));

    private static StatementVerdict Judge(params RecordedClaim[] claims) =>
        Table(claims).Rows.Single(row => row.Statement.Id == "S1.1").Verdict;
}
