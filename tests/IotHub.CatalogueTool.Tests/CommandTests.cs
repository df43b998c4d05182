using System.CommandLine;
using System.Text.Json.Nodes;
using IotHub.CatalogueTool.Commands;
using IotHub.Insights.Catalogue;
using IotHub.Testing;

namespace IotHub.CatalogueTool.Tests;

public sealed class CommandTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private string Catalogue => _folder.At("catalogue.json");

    private string Key => _folder.At("key.pem");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Sample_AsShipped_IsWhatTheTableMakes()
    {
        Assert.Equal(0, Run(SampleCommand.Create(), Catalogue));
        var shipped = JsonNode.Parse(File.ReadAllBytes(RepositoryRoot.Path("device-sim", "catalogue", "sample-catalogue.json")))!.AsObject();
        shipped.Remove("model");

        Assert.True(JsonNode.DeepEquals(shipped, JsonNode.Parse(File.ReadAllBytes(Catalogue))), "Make the sample again (device-sim/catalogue/README.md), with a higher version if it was released.");
    }

    [Fact]
    public void Train_SampleOnFewHomes_PutsAModelInThatSaysWhatItIs()
    {
        Run(SampleCommand.Create(), Catalogue);

        Assert.Equal(0, Run(TrainCommand.Create(), Catalogue, "--homes", "200"));

        var model = CatalogueParser.Parse(File.ReadAllBytes(Catalogue)).Catalogue!.Model!;
        Assert.StartsWith("200 SYNTHETIC homes", model.TrainedOn, StringComparison.Ordinal);
        Assert.Equal(sbyte.MaxValue, model.Weights.Max(weight => Math.Abs((int)weight)));
    }

    [Fact]
    public void Train_HomesOfAFile_LearnsFromThem()
    {
        var homes = _folder.At("homes.csv");
        File.WriteAllLines(homes, Enumerable.Repeat("curtain,lock", 50).Concat(Enumerable.Repeat("kettle", 50)));
        Run(SampleCommand.Create(), Catalogue);

        Assert.Equal(0, Run(TrainCommand.Create(), Catalogue, "--homes-file", homes, "--lambda", "1"));

        var model = CatalogueParser.Parse(File.ReadAllBytes(Catalogue)).Catalogue!.Model!;
        Assert.Equal("100 homes", model.TrainedOn);
        Assert.Equal(["curtain", "kettle", "lock"], model.Items.AsEnumerable());
        Assert.True(model.Weight(0, 2) > 0.9);
        Assert.Equal(0, model.Weight(0, 1));
    }

    [Fact]
    public void Sign_ThenVerify_IsTakenUntilAByteChanges()
    {
        Run(SampleCommand.Create(), Catalogue);
        Assert.Equal(0, Run(KeyCommand.Create(), Key));

        Assert.Equal(0, Run(SignCommand.Create(), Catalogue, "--key", Key, "--key-id", "mine"));
        Assert.Equal(0, Run(VerifyCommand.Create(), Catalogue, "--key", Key + ".pub.pem", "--key-id", "mine"));
        Assert.Equal(1, Run(VerifyCommand.Create(), Catalogue, "--key", Key + ".pub.pem", "--key-id", "other"));

        File.AppendAllText(Catalogue, "\n");
        Assert.Equal(1, Run(VerifyCommand.Create(), Catalogue, "--key", Key + ".pub.pem", "--key-id", "mine"));
    }

    [Fact]
    public void Sign_FaultyCatalogue_IsRefused()
    {
        File.WriteAllText(Catalogue, "{}");
        Run(KeyCommand.Create(), Key);

        Assert.Equal(1, Run(SignCommand.Create(), Catalogue, "--key", Key, "--key-id", "mine"));
        Assert.False(File.Exists(Catalogue + ".sig.json"));
    }

    [Fact]
    public void Key_FileThatIsThere_IsNeverOverwritten()
    {
        File.WriteAllText(Key, "precious");

        Assert.Equal(1, Run(KeyCommand.Create(), Key));
        Assert.Equal("precious", File.ReadAllText(Key));
    }

    [Fact]
    public void Verify_FileThatIsNotThere_IsASentenceAndNotACrash() =>
        Assert.Equal(1, Run(VerifyCommand.Create(), Catalogue, "--key", Key, "--key-id", "mine"));

    private static int Run(Command command, params string[] arguments) => command.Parse(arguments).Invoke();
}
