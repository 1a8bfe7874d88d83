using System.Numerics;
using RnnCourse.Losses;
using RnnCourse.Numerics;
using RnnCourse.Training;

namespace RnnCourse.Tests.Records;

/// <summary>The losses that no model of the record uses are PyTorch's too.</summary>
public class TorchLossTests
{
    [Theory]
    [InlineData("sigmoid_cross_entropy")]
    [InlineData("squared_error")]
    public void A_loss_in_double_is_PyTorchs(string name) => Compare<double>(name);

    [Theory]
    [InlineData("sigmoid_cross_entropy")]
    [InlineData("squared_error")]
    public void A_loss_in_float_is_PyTorchs(string name) => Compare<float>(name);

    [Fact]
    public void The_record_is_of_PyTorch_1_13_and_small()
    {
        var folder = TorchRecord<double>.Folder;
        var files = Directory.GetFiles(folder, "*.safetensors");
        Assert.Equal(2, files.Length);
        Assert.All(files,
            file => Assert.StartsWith("1.13", Safetensors.Read(file).Metadata["torch"], StringComparison.Ordinal));
        Assert.True(files.Sum(file => new FileInfo(file).Length) < 1_000_000);
    }

    private static void Compare<T>(string name)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var record = new TorchRecord<T>(name);
        Loss<T> loss = name == "squared_error" ? new SquaredError<T>() : new SigmoidCrossEntropy<T>();
        var result = loss.Evaluate(Steps<T>.Of(record.Matrix("o")), new[] { record.Matrix("y") });
        var half = name == "squared_error" ? 2 : 1; // the course has ½ Σ (o − y)², torch Σ (o − y)²
        record.AssertSame("loss", half * result.E);
        record.AssertSame("d.o", half * result.dO[0]);
    }
}
