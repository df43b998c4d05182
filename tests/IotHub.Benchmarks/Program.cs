using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;
using IotHub.Benchmarks;
using IotHub.Benchmarks.History;
using IotHub.Benchmarks.Outbox;

// --budgets [--counts <file>]   compare allocated bytes with budgets.json; exit code 1 when one is over
// --rules                       what a step costs with 10 to 10,000 rules in the home
// --preview                     try a draft against thirty days of a hundred devices
// --history                     write thirty days of a hundred devices, and ask for them
// --rearm                       what a restart with ten thousand waits takes
// --recommend                   how long a list for a home of fifty devices takes
// --outbox [count]              a million usage events through the store and two pumps; what is deleted meanwhile, and what is lost
// anything else                 goes to BenchmarkDotNet, for instance --filter '*'
if (args.Contains("--budgets"))
{
    var counts = Array.IndexOf(args, "--counts");
    return BudgetCheck.Run(counts >= 0 && counts + 1 < args.Length ? args[counts + 1] : null);
}

if (args.Contains("--rules"))
{
    return RuleFlatness.Run();
}

if (args.Contains("--rearm"))
{
    return await RearmBenchmark.RunAsync();
}

if (args.Contains("--preview"))
{
    return await PreviewBenchmark.RunAsync();
}

if (args.Contains("--history"))
{
    return await HistoryBenchmark.RunAsync();
}

if (args.Contains("--recommend"))
{
    return RecommendTimes.Run();
}

var outbox = Array.IndexOf(args, "--outbox");
if (outbox >= 0)
{
    return await OutboxBenchmark.RunAsync(outbox + 1 < args.Length ? int.Parse(args[outbox + 1], System.Globalization.CultureInfo.InvariantCulture) : 1_000_000);
}

// In this process: the tool's own build of a project would not know the central package versions.
var config = DefaultConfig.Instance.AddJob(Job.Default.WithToolchain(InProcessEmitToolchain.Instance));
BenchmarkSwitcher.FromAssembly(typeof(OperationBenchmarks).Assembly).Run(args, config);
return 0;
