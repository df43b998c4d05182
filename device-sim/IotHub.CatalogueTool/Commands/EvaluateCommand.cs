using System.CommandLine;
using System.Globalization;
using IotHub.CatalogueTool.Sample;
using IotHub.Insights.Recommendations.Training;

namespace IotHub.CatalogueTool.Commands;

/// <summary><c>catalogue-tool evaluate</c>: the four methods side by side, full ranking, one item of each row held back.</summary>
internal static class EvaluateCommand
{
    public static Command Create()
    {
        var baskets = new Option<string?>("--baskets") { Description = "Rows: a line each, items with commas between. Without it, synthetic homes." };
        var homes = new Option<int>("--homes") { Description = "Synthetic homes.", DefaultValueFactory = _ => 5_000 };
        var seed = new Option<int>("--seed") { Description = "Seed of split and synthetic homes.", DefaultValueFactory = _ => 1 };
        var lambda = new Option<double>("--lambda") { Description = "EASE^R: ridge.", DefaultValueFactory = _ => new TrainingSettings().Lambda };
        var alpha = new Option<double>("--alpha") { Description = "RP3beta: exponent of each step.", DefaultValueFactory = _ => new TrainingSettings().Alpha };
        var beta = new Option<double>("--beta") { Description = "RP3beta: discount of popular ends.", DefaultValueFactory = _ => new TrainingSettings().Beta };
        var folds = new Option<bool>("--folds") { Description = "Asks about all rows, a fifth at a time, instead of one fifth." };
        var command = new Command("evaluate", "Compares the methods.") { baskets, homes, seed, lambda, alpha, beta, folds };
        command.SetGuardedAction(result =>
        {
            var rows = result.GetValue(baskets) is { } path ? Baskets.Read(path) : SyntheticHomes.Make(result.GetValue(homes), result.GetValue(seed));
            var settings = new TrainingSettings { Lambda = result.GetValue(lambda), Alpha = result.GetValue(alpha), Beta = result.GetValue(beta) };
            Print(MethodComparison.Run(rows, settings, result.GetValue(seed), 5, result.GetValue(folds) ? 5 : 1, 5), rows, result.GetValue(seed));
            return 0;
        });
        return command;
    }

    private static void Print(IReadOnlyList<RankingScore> scores, OwnershipRows rows, int seed)
    {
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{rows.Rows.Length} rows, {rows.Items.Length} items, {scores[0].Gains.Length} questions, seed {seed}"));
        foreach (var score in scores)
        {
            var (mean, low, high) = RankingEvaluation.PairedBootstrap(score, scores[0], new Random(seed));
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"{score.Model,-12} NDCG@5 {score.Ndcg:F3}  Recall@5 {score.Recall:F3}  of one or two owned {score.NdcgOfOwning(2) ?? 0:F3}  coverage {score.Coverage:P0}  over popularity {mean:+0.000;-0.000} [{low:+0.000;-0.000}, {high:+0.000;-0.000}]"));
        }
    }
}
