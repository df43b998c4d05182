using System.CommandLine;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Json.Nodes;
using IotHub.CatalogueTool.Sample;
using IotHub.Insights.Recommendations.Training;

namespace IotHub.CatalogueTool.Commands;

/// <summary><c>catalogue-tool train</c>: trains EASE^R and puts the model into a catalogue.</summary>
internal static class TrainCommand
{
    public static Command Create()
    {
        var file = Guarded.FileArgument("file", "The catalogue; it is rewritten.");
        var baskets = new Option<string?>("--homes-file") { Description = "Homes to learn from: a line each, ids of categories with commas between. Without it, synthetic homes." };
        var homes = new Option<int>("--homes") { Description = "Synthetic homes.", DefaultValueFactory = _ => 5_000 };
        var seed = new Option<int>("--seed") { Description = "Seed of the synthetic homes.", DefaultValueFactory = _ => 20_261_120 };
        var lambda = new Option<double>("--lambda") { Description = "Ridge.", DefaultValueFactory = _ => 50 };
        var command = new Command("train", "Trains the model of a catalogue and puts it in.") { file, baskets, homes, seed, lambda };
        command.SetGuardedAction(result =>
        {
            var path = result.GetRequiredValue(file);
            var source = result.GetValue(baskets);
            var rows = source is null ? SyntheticHomes.Make(result.GetValue(homes), result.GetValue(seed)) : Baskets.Read(source);
            var ridge = result.GetValue(lambda);
            var trainedOn = source is null
                ? string.Create(CultureInfo.InvariantCulture, $"{rows.Rows.Length} SYNTHETIC homes made up by a program (seed {result.GetValue(seed)}); says nothing about people")
                : string.Create(CultureInfo.InvariantCulture, $"{rows.Rows.Length} homes");
            var version = string.Create(CultureInfo.InvariantCulture, $"ease-{(source is null ? "synthetic" : "homes")}-{rows.Rows.Length}-{(int)ridge}");
            var shipped = Quantisation.Quantise(EaseTraining.Train(rows, ridge), rows, version, trainedOn);
            var catalogue = JsonNode.Parse(File.ReadAllBytes(path)) as JsonObject ?? throw new ArgumentException($"{path} is no catalogue.");
            catalogue["model"] = new JsonObject
            {
                ["version"] = shipped.Version,
                ["trainedOn"] = shipped.TrainedOn,
                ["items"] = new JsonArray([.. shipped.Items.Select(item => JsonValue.Create(item))]),
                ["scale"] = shipped.Scale,
                ["weights"] = Convert.ToBase64String(MemoryMarshal.AsBytes(shipped.Weights.AsSpan())),
                ["popularity"] = new JsonArray([.. shipped.Popularity.Select(count => JsonValue.Create(count))]),
            };
            File.WriteAllBytes(path, CatalogueText.Of(catalogue));
            return 0;
        });
        return command;
    }
}
