using IotHub.Insights.Recommendations.Training;
using System.Collections.Immutable;
var lines = File.ReadAllLines(args[0]).Select(l => l.Split(',').ToArray()).ToArray();
var names = lines.SelectMany(l => l).Distinct().Order(StringComparer.Ordinal).ToImmutableArray();
var index = names.Select((n, i) => (n, i)).ToDictionary(p => p.n, p => p.i);
var all = lines.Select(l => l.Select(n => index[n]).Distinct().ToArray()).ToArray();
foreach (var seed in new[] { 1, 2, 3, 4, 5 })
foreach (var mode in new[] { "random", "all", "last" })
{
    if (mode == "all" && seed > 1) continue;
    var r = new Random(seed); var order = Enumerable.Range(0, all.Length).ToArray(); r.Shuffle(order);
    if (mode == "last") { /* as random but last item */ }
    var models = new List<RankingScore>(); var acc = new Dictionary<string, (double n, double h, int c)>();
    int folds = mode == "all" ? 5 : 1;
    for (int f = 0; f < folds; f++)
    {
        var test = order.Where((_, i) => i % 5 == f).ToArray(); var tr = order.Where((_, i) => i % 5 != f).ToArray();
        var rows = new OwnershipRows(names, tr.Select(i => all[i]));
        var q = test.Select(i => all[i]).Where(b => b.Length >= 2).SelectMany(b => mode == "all" ? b.Select(a => new HeldOut([.. b.Where(x => x != a)], a)) : mode == "last" ? new[] { new HeldOut([.. b[..^1]], b[^1]) } : new[] { b[r.Next(b.Length)] }.Select(a => new HeldOut([.. b.Where(x => x != a)], a))).ToImmutableArray();
        foreach (var (k, m) in new (string, ItemModel)[] { ("pop", PopularityTraining.Train(rows)), ("knn", ItemKnnTraining.Train(rows, 1000, 0)),("knn s10", ItemKnnTraining.Train(rows, 1000, 10)), ("knn s100", ItemKnnTraining.Train(rows, 1000, 100)), ("knn 50", ItemKnnTraining.Train(rows, 50, 0)), ("rp3 .3", Rp3BetaTraining.Train(rows, 1, .3)), ("rp3 0", Rp3BetaTraining.Train(rows, 1, 0)), ("ease 50", EaseTraining.Train(rows, 50)), ("ease 200", EaseTraining.Train(rows, 200)), ("ease 500", EaseTraining.Train(rows, 500)), ("ease 1000", EaseTraining.Train(rows, 1000)), ("ease 3000", EaseTraining.Train(rows, 3000)) })
        {
            var s = RankingEvaluation.Evaluate(m, q, 5); acc.TryGetValue(k, out var a); acc[k] = (a.n + s.Ndcg * q.Length, a.h + s.Hits, a.c + q.Length);
        }
    }
    Console.WriteLine($"{seed} {mode} {acc["pop"].c}: " + string.Join("  ", acc.Select(a => $"{a.Key} {a.Value.n / a.Value.c:F3}/{a.Value.h / a.Value.c:F3}")));
}
