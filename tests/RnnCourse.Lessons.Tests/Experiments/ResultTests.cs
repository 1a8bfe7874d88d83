using System.Text.Json.Nodes;
using RnnCourse.Lessons.Experiments;

namespace RnnCourse.Lessons.Tests.Experiments;

public class ResultTests
{
    [Fact]
    public void A_result_is_read_as_it_was_written()
    {
        using var folder = new Folder();
        var result = SmallExperiment.Run(seeds: 2).Save(folder["deep/er/result.json"]);
        var read = ExperimentResult.Load(folder["deep/er/result.json"]);
        Assert.Equal(result.Runs, read.Runs);
        Assert.Equal(result.Setting.Values, read.Setting.Values);
        Assert.Equal(result.ToJson(), read.ToJson());
        Assert.Equal((result.Date, result.Machines[0], result.CodeVersions[0]),
            (read.Date, read.Machines[0], read.CodeVersions[0]));
        Assert.DoesNotContain(Environment.MachineName, Environment.MachineName.Length > 3 ? result.Machines[0] : "",
            StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public void An_outcome_that_is_no_number_survives_the_file()
    {
        var fields = JsonNode.Parse(SmallExperiment.Run(seeds: 1).ToJson())!.AsObject();
        fields["runs"]!.AsArray().Last()!["measure"] = "NaN";
        var read = ExperimentResult.Parse(Signed(fields.ToJsonString()), "a");
        Assert.True(double.IsNaN(read.Runs[^1].Measure));
        Assert.Equal(read.ToJson(), ExperimentResult.Parse(read.ToJson(), "b").ToJson());
    }

    [Fact]
    public void A_digit_that_was_changed_is_noticed_and_another_layout_is_not()
    {
        var json = SmallExperiment.Run(seeds: 1).ToJson();
        var at = json.IndexOf("\"steps\":", StringComparison.Ordinal) + 8;
        var changed = string.Concat(json.AsSpan(0, at), json[at] == '1' ? "2" : "1", json.AsSpan(at + 1));
        Assert.Contains("changed since",
            Assert.Throws<InvalidDataException>(() => ExperimentResult.Parse(changed, "a")).Message,
            StringComparison.Ordinal);
        Assert.Equal(json, ExperimentResult.Parse(JsonNode.Parse(json)!.ToJsonString(), "a").ToJson());
    }

    /// <summary>What was changed, with the sum it would have had.</summary>
    private static string Signed(string json)
    {
        var fields = JsonNode.Parse(json)!.AsObject();
        fields.Remove("sum");
        fields["sum"] = ExperimentResult.SumOf(fields);
        return fields.ToJsonString();
    }

    [Fact]
    public void A_damaged_file_is_named_in_the_error_and_left_as_it_is()
    {
        using var folder = new Folder();
        var whole = SmallExperiment.Run(seeds: 1).ToJson();
        for (var length = 0; length < whole.Length - 2; length += 41)
        {
            File.WriteAllText(folder["damaged.json"], whole[..length]);
            var error = Assert.Throws<InvalidDataException>(() => ExperimentResult.Load(folder["damaged.json"]));
            Assert.Contains(folder["damaged.json"], error.Message, StringComparison.Ordinal);
            Assert.Throws<InvalidDataException>(() => SmallExperiment.Open(folder["damaged.json"]));
            Assert.Equal(whole[..length], File.ReadAllText(folder["damaged.json"]));
        }
    }

    [Theory]
    [InlineData("{}", "no 'experiment'")]
    [InlineData("[1]", "damaged or no result")]
    [InlineData("{\"format\": 9, \"experiment\": \"adding\", \"runs\": []}", "its format is 9")]
    [InlineData("{\"format\": 2, \"experiment\": \"subtracting\", \"runs\": []}", "subtracting")]
    [InlineData("{\"format\": 2, \"experiment\": \"adding\", \"runs\": []}", "lacks 'sum'")]
    public void Json_of_something_else_is_refused_in_a_sentence(string json, string expected) =>
        Assert.Contains(expected,
            Assert.Throws<InvalidDataException>(() => ExperimentResult.Parse(json, "other.json")).Message,
            StringComparison.Ordinal);

    [Fact]
    public void A_result_that_is_not_there_says_how_to_make_it()
    {
        using var folder = new Folder();
        var error = Assert.Throws<FileNotFoundException>(() => ExperimentResult.Recorded("adding", folder["none"]));
        Assert.Contains("course experiment adding --full", error.Message, StringComparison.Ordinal);
        Assert.Contains("temporal-order",
            Assert.Throws<ArgumentException>(() => ExperimentResult.Recorded("subtracting")).Message,
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(2)]
    [InlineData(5)]
    public void Slices_merged_are_the_whole(int shards)
    {
        var whole = SmallExperiment.Run(seeds: 3);
        var slices =
            Enumerable.Range(1, shards).Select(i => SmallExperiment.Run(3, null, i, shards)).Reverse().ToArray();
        Assert.Equal(whole.Runs.Count, slices.Sum(slice => slice.Runs.Count));
        Assert.Equal(whole.ToJson(), ExperimentResult.Merge(slices).ToJson());
        Assert.Equal(whole.ToJson(), ExperimentResult.Merge([whole, .. slices]).ToJson());
        Assert.Empty(whole.Missing);
        Assert.NotEmpty(slices[0].Missing);
    }

    [Fact]
    public void Results_that_contradict_one_another_are_not_merged()
    {
        var whole = SmallExperiment.Run(seeds: 1);
        var other = ExperimentResult.Parse(Signed(whole.ToJson()
            .Replace("\"steps\":", "\"steps\":1", StringComparison.Ordinal)), "other");
        Assert.Contains("disagree",
            Assert.Throws<InvalidDataException>(() => ExperimentResult.Merge(whole, other)).Message,
            StringComparison.Ordinal);

        var setting = ExperimentResult.Parse(Signed(whole.ToJson()
            .Replace("\"training set\":100", "\"training set\":90", StringComparison.Ordinal)), "setting");
        Assert.Contains("cannot be merged",
            Assert.Throws<InvalidDataException>(() => ExperimentResult.Merge(whole, setting)).Message,
            StringComparison.Ordinal);
    }
}
