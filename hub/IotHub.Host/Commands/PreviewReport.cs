using System.Globalization;
using IotHub.Automation.Preview;
using IotHub.Automation.Traces;

namespace IotHub.Host.Commands;

/// <summary>Prints what came of trying an automation.</summary>
internal static class PreviewReport
{
    // A terminal shows some fifty lines; who wants all asks for JSON.
    private const int LinesMax = 50;

    public static void Write(PreviewResult result, bool isJson, TextWriter output)
    {
        if (isJson)
        {
            WriteJson(result, output);
            return;
        }

        output.WriteLine($"From {Moment(result.From)} to {Moment(result.To)}, {result.Happenings.ToString("N0", CultureInfo.InvariantCulture)} happenings.");
        output.WriteLine($"The draft would have run {Times(result.Draft.RunCount)} and sent {Count(result.Draft.CommandCount, "command")}; {Count(result.Draft.RefusedCount, "trigger")} began no run.");
        foreach (var run in result.Draft.Runs.Take(LinesMax))
        {
            output.WriteLine($"  {Moment(run.BegunAt)}  {run.Why}");
            foreach (var command in run.Commands.Take(LinesMax))
            {
                output.WriteLine($"    {Moment(command.At)}  → {command.Text}");
            }
        }

        if (result.Saved is { } saved)
        {
            output.WriteLine($"The saved version would have run {Times(saved.RunCount)}; they differ in {Count(result.DifferenceCount, "moment")}.");
            foreach (var difference in result.Differences.Take(LinesMax))
            {
                output.WriteLine($"  {Moment(difference.At)}  {Words(difference.Kind)}");
            }
        }

        if (result.Reproduction is { } reproduction)
        {
            output.WriteLine($"Of {reproduction.Recorded} recorded runs of the saved version since {Moment(reproduction.From)}, {reproduction.Reproduced} came out again, and {reproduction.AddedCount} others.");
        }

        foreach (var sentence in result.Unknown)
        {
            output.WriteLine($"Not known: {sentence}");
        }
    }

    private static void WriteJson(PreviewResult result, TextWriter output) => CommandJson.Write(output, json =>
    {
        json.WriteString("from", result.From);
        json.WriteString("to", result.To);
        json.WriteNumber("runs", result.Draft.RunCount);
        json.WriteNumber("commands", result.Draft.CommandCount);
        json.WriteNumber("refused", result.Draft.RefusedCount);
        json.WriteStartArray("draft");
        foreach (var run in result.Draft.Runs)
        {
            json.WriteStartObject();
            json.WriteString("begunAt", run.BegunAt);
            json.WriteString("trigger", run.Trigger);
            json.WriteString("why", run.Why);
            json.WriteString("end", run.End is { } end ? DecisionJson.NameOf(end) : "goes-on");
            CommandJson.Write(json, "commands", run.Commands.Select(command => $"{Moment(command.At)} {command.Text}"));
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteNumber("differences", result.DifferenceCount);
        json.WriteStartArray("difference");
        foreach (var difference in result.Differences)
        {
            json.WriteStartObject();
            json.WriteString("at", difference.At);
            json.WriteString("kind", Words(difference.Kind));
            json.WriteEndObject();
        }

        json.WriteEndArray();
        if (result.Reproduction is { } reproduction)
        {
            json.WriteNumber("recorded", reproduction.Recorded);
            json.WriteNumber("reproduced", reproduction.Reproduced);
            json.WriteNumber("added", reproduction.AddedCount);
        }

        CommandJson.Write(json, "unknown", result.Unknown);
    });

    private static string Words(PreviewDifferenceKind kind) => kind switch
    {
        PreviewDifferenceKind.OnlyDraft => "only the draft runs",
        PreviewDifferenceKind.OnlySaved => "only the saved version runs",
        _ => "both run and send other commands",
    };

    private static string Count(long count, string what) => string.Create(CultureInfo.InvariantCulture, $"{count} {what}{(count == 1 ? string.Empty : "s")}");

    private static string Times(int count) => count == 1 ? "once" : string.Create(CultureInfo.InvariantCulture, $"{count} times");

    private static string Moment(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss.FFF'Z'", CultureInfo.InvariantCulture);
}
