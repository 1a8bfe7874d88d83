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
    public void A_statement_with_a_claim_that_limits_it_is_conditional()
    {
        Assert.Equal(StatementVerdict.Conditional, Judge(Holds(), Limits()));
        Assert.Equal(StatementVerdict.Conditional, Judge(Limits()));
        Assert.Equal(StatementVerdict.Conditional, Judge(Limits(), Against()));
    }

    [Fact]
    public void A_lesson_beside_a_statement_has_no_vote()
    {
        Assert.Equal(StatementVerdict.NotMeasured, Judge(Lesson()));
        Assert.Equal(StatementVerdict.True, Judge(Holds(), Lesson()));
        Assert.Equal(StatementVerdict.True, Judge(Holds(), Lesson() with { Verdict = Verdict.Fails }));
    }

    [Fact]
    public void The_condition_of_a_claim_is_its_own_and_not_the_statements() =>
        Assert.Equal(StatementVerdict.True, Judge(Holds(), Conditional()));

    [Fact]
    public void Where_the_measured_verdict_is_not_the_one_defended_the_table_says_so()
    {
        var table = Table(Against());
        var row = table.Rows.Single(one => one.Id == "S1.1");
        Assert.Equal((StatementVerdict.False, StatementVerdict.True), (row.Verdict, row.Defended));
        Assert.Contains(row, table.Undefended);
        Assert.Contains("Not defended: this run measured &quot;false&quot;", Html(table), StringComparison.Ordinal);
        Assert.Contains(row.Because, Html(Table(Holds())), StringComparison.Ordinal);
        Assert.Contains(row.Otherwise, Html(Table(Holds())), StringComparison.Ordinal);
    }

    [Fact]
    public void A_claim_that_fails_leaves_the_statement_open_whatever_the_others_say() =>
        Assert.Equal(StatementVerdict.ClaimFails, Judge(Holds(), Against(), Limits(), Fails()));

    [Fact]
    public void A_claim_speaks_for_every_statement_its_source_names()
    {
        var claim = Recorded(Claim.That("a", "A", 1, Bound.AtMost(1),
            source: "S0.5b, S4.6; Pascanu et al. 2013, §2.1"));
        Assert.Equal(["S0.5b", "S4.6"], claim.Statements);
        Assert.Equal(StatementVerdict.NotMeasured, Table(claim).Rows.Single(row => row.Id == "S0.1").Verdict);
        Assert.Equal(2, Table(claim).Count(StatementVerdict.True));
    }

    [Fact]
    public void S2_1_is_not_taken_for_S2_10a_or_the_other_way_round()
    {
        var table = Table(Recorded(Claim.That("a", "A", 1, Bound.AtMost(1), source: "S2.10a")));
        Assert.Equal("S2.10a", Assert.Single(table.Rows, row => row.Claims.Count > 0).Id);
    }

    [Fact]
    public void The_lecture_notes_have_their_61_statements_each_taught_somewhere_and_defended()
    {
        var ids = Notes.Select(statement => statement.Id).ToArray();
        Assert.Equal(61, ids.Distinct().Count());
        Assert.Equal([10, 7, 19, 9, 16], ids.GroupBy(id => id[..2]).Select(group => group.Count()));
        Assert.All(Notes, one => Assert.True(one.Because.Length > 40 && one.Otherwise.Length > 20, one.Id));
        Assert.DoesNotContain(Notes, one =>
            one.Defended is StatementVerdict.NotMeasured or StatementVerdict.ClaimFails);
    }

    [Theory]
    [InlineData("[\n  {'id': 'S0.1', 'text': 'A'\n", 3, "not a list of statements")]
    [InlineData("{}", 1, "not a list of statements")]
    [InlineData("[\n{'id': 'S0.1', 'text': 'A', DEFENCE}]", 2, "notebooks")]
    [InlineData("[\n{'id': 'S0.1', 'text': 'A', 'notebook': ['04'], DEFENCE}]", 2, "notebook")]
    [InlineData("[\n{'id': 'S0.1', 'text': 'A', 'notebooks': ['04']}]", 2, "because")]
    [InlineData("[\n\n{'id': 'S0.1', 'text': 'A', 'notebooks': [], DEFENCE}]", 3, "taught in no notebook")]
    [InlineData("[\n{'id': 'S0.1', 'text': null, 'notebooks': ['04'], DEFENCE}]", 2, "has an id, a text")]
    [InlineData("[\n{'id': '4.4', 'text': 'A', 'notebooks': ['04'], DEFENCE}]", 2, "not a name of a statement")]
    [InlineData("[\n{'id': 'S0.1', 'text': 'A', 'notebooks': ['04'], 'defended': 'perhaps', 'because': 'B', "
        + "'otherwise': 'O'}]", 2, "not a list of statements")]
    [InlineData("[\n{'id': 'S0.1', 'text': 'A', 'notebooks': ['04'], 'defended': 'true', 'because': '', "
        + "'otherwise': 'O'}]", 2, "has no defence")]
    [InlineData("[{'id': 'S0.1', 'text': 'A', 'notebooks': ['04'], DEFENCE},\n"
        + "{'id': 'S0.1', 'text': 'B', 'notebooks': ['04'], DEFENCE}]", 2, "a second time")]
    public void A_file_of_statements_that_is_wrong_is_an_error_with_file_and_line(string text, int line, string said)
    {
        var path = Path.GetTempFileName();
        try
        {
            File.WriteAllText(path, text.Replace("DEFENCE", "'defended': 'true', 'because': 'B', 'otherwise': 'O'",
                StringComparison.Ordinal).Replace('\'', '"'));
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

            foreach (var broken in new[] { "{ broken", "null", "{}" })
            {
                File.WriteAllText(path, broken);
                Assert.Contains("course run", Assert.Throws<FormatException>(() => Ledger.Read(path)).Message,
                    StringComparison.Ordinal);
            }

            File.WriteAllText(path, """{"notebooks":[null,{"file":"a.dib","claims":[null]}]}""");
            Assert.Equal(["notebook 1 of the file", "a.dib"], Ledger.Read(path).Damaged);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public void A_claim_against_nothing_is_refused() =>
        Assert.Throws<ArgumentException>(() =>
            Claim.That("a", "A", 1, Bound.AtMost(1), part: ClaimPart.Against));

    [Fact]
    public void A_claim_says_its_part_in_every_form()
    {
        var claim = Claim.That("a", "A", 1, Bound.AtMost(1), source: "S4.4a", part: ClaimPart.Against);
        Assert.Contains("against S4.4a", claim.ToString(), StringComparison.Ordinal);
        Assert.Contains("\"part\":\"against\"", claim.ToJson(), StringComparison.Ordinal);
        Assert.Contains("limits S4.4a", (claim with { Part = ClaimPart.Limits }).ToString(), StringComparison.Ordinal);
        Assert.Contains("beside S4.4a", (claim with { Part = ClaimPart.Lesson }).ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void The_ledger_tells_findings_from_checks_and_shows_the_spread_over_seeds()
    {
        var check = Recorded(Claim.That("k", "K", 1, Bound.AtMost(1), kind: ClaimKind.Check));
        var ledger = Recorded(Holds(), check) with
        {
            Spreads = new([.. SeedSpreads.Of("01-x.dib", [Holds(), Holds() with { Measured = 0.25 }])]),
        };
        Assert.Contains("1 finding and 1 check", ledger.ToString(), StringComparison.Ordinal);
        // A range is not broken over lines, nor what stands behind the comma.
        Assert.Contains("0.25\u00A0…\u00A01, 2\u00A0of\u00A02\u00A0seeds", Html(ledger), StringComparison.Ordinal);
        Assert.Contains("<td>check</td>", Html(ledger), StringComparison.Ordinal);
        // Sign and verdict stay on a line.
        Assert.Contains("✓\u00A0holds</a>", Html(ledger), StringComparison.Ordinal);
        Assert.Equal("", ledger.Spreads.Of(Holds() with { Bound = "another" }));
    }

    [Fact]
    public void Spreads_over_seeds_come_back_and_a_notebook_run_again_takes_the_place_of_its_own()
    {
        var folder = Directory.CreateTempSubdirectory("rnncourse-seeds-").FullName;
        try
        {
            var path = SeedSpreads.PathBeside(Path.Combine(folder, "results", "ledger.json"));
            Assert.Empty(SeedSpreads.Read(path).Claims);
            SeedSpread[] first = [.. SeedSpreads.Of("01-x.dib", [Holds()]), .. SeedSpreads.Of("02-y.dib", [Limits()])];
            SeedSpreads.None.With(first).Save(path);
            SeedSpread[] again = [.. SeedSpreads.Of("01-x.dib", [Holds() with { Measured = double.NaN }, Fails()])];
            SeedSpreads.Read(path).With(again).Save(path);
            Assert.Equal(["h", "f", "l"], SeedSpreads.Read(path).Claims.Select(one => one.Id));
            Assert.Equal(["NaN, 1 of 1 seeds", "2, 0 of 1 seeds", "1, 1 of 1 seeds"],
                SeedSpreads.Read(path).Claims.Select(one => one.ToString()));
            var whole = File.ReadAllText(path);
            foreach (var damaged in (string[])["{ broken", "", "null", "[]", "{}",
                whole.Replace("\"most\": 2", "\"most\": 3", StringComparison.Ordinal)])
            {
                Assert.NotEqual(whole, damaged);
                File.WriteAllText(path, damaged);
                Assert.Contains("--seeds 5", Assert.Throws<FormatException>(() => SeedSpreads.Read(path)).Message,
                    StringComparison.Ordinal);
                Assert.Contains("--seeds 5", Ledger.Read(Path.Combine(folder, "results", "ledger.json")).ToString(),
                    StringComparison.Ordinal);
            }
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
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
        Recorded(Claim.That("f", "F", 2, Bound.AtMost(1), source: "S1.1", part: ClaimPart.Against));

    private static Claim Against() =>
        Recorded(Claim.That("g", "G", 1, Bound.AtMost(1), source: "S1.1", part: ClaimPart.Against));

    private static Claim Limits() =>
        Recorded(Claim.That("l", "L", 1, Bound.AtMost(1), source: "S1.1", part: ClaimPart.Limits));

    private static Claim Lesson() =>
        Recorded(Claim.That("b", "B", 1, Bound.AtMost(1), source: "S1.1", part: ClaimPart.Lesson));

    private static string Html(StatementTable shown) => Shown.Html(new StatementTableFormatters(), shown);

    private static string Html(Ledger shown) => Shown.Html(new LedgerFormatters(), shown);

    private static Claim Conditional() =>
        Recorded(Claim.That("c", "C", 1, Bound.AtMost(1), source: "S1.1", condition: "x"));

    private static Ledger Recorded(params Claim[] claims) =>
        new([new("01-x.dib", "succeeded", null, 1, false, "00", claims)]);

    private static StatementTable Table(params Claim[] claims) => StatementTable.Of(Recorded(claims), Notes);

    private static StatementVerdict Judge(params Claim[] claims) =>
        Table(claims).Rows.Single(row => row.Id == "S1.1").Verdict;
}
