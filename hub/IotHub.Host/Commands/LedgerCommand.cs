using System.Text.Json;
using System.Text.Json.Nodes;
using IotHub.Host.Options;
using IotHub.Insights.Attribution;
using IotHub.Runtime.Storing;
using IotHub.Storage;

namespace IotHub.Host.Commands;

/// <summary><c>iothub ledger …</c>: makes the ledger of recommendations again from its events. Changes nothing.</summary>
internal static class LedgerCommand
{
    /// <summary>Both say the same.</summary>
    public const int Equal = 0;

    /// <summary>They differ.</summary>
    public const int Different = 1;

    /// <summary>A file, a folder or an argument cannot be used.</summary>
    public const int BadInput = 2;

    private const int LineCharsMax = 1 << 16;

    private const string Help = """
        iothub ledger: what is owed for recommendations; changes nothing

        Usage:
          iothub ledger check --data FOLDER [--events FILE …]

          --data FOLDER    the data folder of a hub, running or not
          --events FILE    usage events, a line each, such as a receiver or the file uplink has them; may be given several times.
                           Where left out, the events that the hub itself kept

        Makes the ledger from the events alone and compares it to the cent with the one that grew in the hub.
        The exit code is 0 when they are equal, 1 when they differ, 2 when an argument or file cannot be used.
        """;

    /// <summary>Runs one command.</summary>
    /// <param name="arguments">Those after <c>ledger</c>.</param>
    /// <param name="output">Gets what came of it.</param>
    /// <param name="errors">Gets what cannot be used.</param>
    /// <returns>The exit code.</returns>
    public static int Run(IReadOnlyList<string> arguments, TextWriter output, TextWriter errors)
    {
        if (arguments is [] or ["help"] || arguments.Contains("--help") || arguments.Contains("-h"))
        {
            output.WriteLine(Help);
            return Equal;
        }

        try
        {
            var (folder, files) = Read(arguments);
            var (grown, kept) = StoredLedgerReader.Read(folder);
            var events = files.Count > 0 ? files.SelectMany(Lines).ToList() : [.. kept.Select(body => Parse(body.Span, "The home")).Select(AttributionFacts.Read).OfType<AttributionEvent>()];
            var comparison = LedgerRebuild.Compare(grown, events);
            Write(comparison, events.Count, output);
            return comparison.IsEqual ? Equal : Different;
        }
        catch (Exception fault) when (fault is StartException or StoreException or IOException or UnauthorizedAccessException)
        {
            errors.WriteLine(fault.Message);
            return BadInput;
        }
    }

    private static void Write(LedgerComparison comparison, int events, TextWriter output)
    {
        foreach (var share in comparison.Rebuilt.Shares())
        {
            output.WriteLine($"{share.Partner}: {share.Orders} orders, {share.RevenueMinor} {share.Currency} in minor units, share {share.ShareMinor}");
        }

        foreach (var margin in comparison.Rebuilt.Margins())
        {
            output.WriteLine($"hardware in {margin.Currency}: margin {margin.BasisPoints?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? "unknown"} of at most {MarginReport.BasisPointsMax} basis points{(margin.IsOver ? ": OVER" : string.Empty)}");
        }

        foreach (var difference in comparison.Differences)
        {
            output.WriteLine(difference);
        }

        output.WriteLine(comparison.IsEqual ? $"{events} events: the ledger is the same to the cent." : $"{events} events: {comparison.Count} lines differ.");
    }

    private static (string Folder, List<string> Files) Read(IReadOnlyList<string> arguments)
    {
        if (arguments[0] != "check")
        {
            throw new StartException($"\"ledger {arguments[0]}\" means nothing; iothub ledger --help lists what does.");
        }

        string? folder = null;
        List<string> files = [];
        for (var i = 1; i < arguments.Count; i += 2)
        {
            var value = i + 1 < arguments.Count ? arguments[i + 1] : throw new StartException($"The argument {arguments[i]} needs a value after it.");
            switch (arguments[i])
            {
                case "--data":
                    folder = value;
                    break;
                case "--events":
                    files.Add(value);
                    break;
                default:
                    throw new StartException($"The argument \"{arguments[i]}\" means nothing; iothub ledger --help lists what does.");
            }
        }

        return (folder ?? throw new StartException("A check needs --data with the data folder of a hub; iothub ledger --help says more."), files);
    }

    private static IEnumerable<AttributionEvent> Lines(string file)
    {
        var number = 0;
        foreach (var line in File.ReadLines(file))
        {
            number++;
            if (line.Length > LineCharsMax)
            {
                throw new StartException($"{file}:{number}: the line has {line.Length} characters; at most {LineCharsMax} are allowed.");
            }

            if (line.Length > 0 && AttributionFacts.Read(Parse(System.Text.Encoding.UTF8.GetBytes(line), $"{file}:{number}")) is { } happened)
            {
                yield return happened;
            }
        }
    }

    private static JsonObject Parse(ReadOnlySpan<byte> json, string place)
    {
        try
        {
            return JsonNode.Parse(json) as JsonObject ?? throw new StartException($"{place}: an event is a JSON object.");
        }
        catch (JsonException fault)
        {
            throw new StartException($"{place}: {fault.Message}", fault);
        }
    }
}
