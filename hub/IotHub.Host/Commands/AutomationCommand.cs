using System.Globalization;
using IotHub.Automation.Schedules;
using IotHub.Contracts.Diagnostics;
using IotHub.Host.Composition;
using IotHub.Host.Options;
using IotHub.Runtime.Documents;
using IotHub.Runtime.Replacement;
using IotHub.Runtime.Storing;
using IotHub.Storage;

namespace IotHub.Host.Commands;

/// <summary><c>iothub automation …</c>: tries automations for owners. Changes nothing.</summary>
internal static class AutomationCommand
{
    /// <summary>It was tried.</summary>
    public const int Fine = 0;

    /// <summary>The draft or the scenario has faults.</summary>
    public const int Faulty = 1;

    /// <summary>A file, a folder or an argument cannot be used.</summary>
    public const int BadInput = 2;

    private const int DaysDefault = 7;

    private const string Help = """
        iothub automation: tries automations; changes nothing and sends nothing

        Usage:
          iothub automation preview FILE --data FOLDER [--days N] [--until MOMENT]   against what the home recorded
          iothub automation preview FILE --data FOLDER --scenario FILE               against what a file says happens

          --data FOLDER    the data folder of a hub, running or not
          --days N         how many days back, 1 to 30; 7 where left out
          --until MOMENT   where the span ends, such as 2026-03-02T08:00:00Z; now where left out
          --id ID          the saved automation that it would take the place of; the file's name where left out
          --json           print JSON
          --settings FILE, --Hub:TimeZone ZONE and the like: the settings that the hub is started with

        The exit code is 0 when it was tried, 1 when the draft or the scenario has faults, 2 when an argument or file cannot be used.
        """;

    /// <summary>Runs one command.</summary>
    /// <param name="arguments">Those after <c>automation</c>.</param>
    /// <param name="time">The clock.</param>
    /// <param name="output">Gets what came of it.</param>
    /// <param name="errors">Gets what cannot be used.</param>
    /// <returns>The exit code.</returns>
    public static int Run(IReadOnlyList<string> arguments, TimeProvider time, TextWriter output, TextWriter errors)
    {
        if (arguments is [] or ["help"] || arguments.Contains("--help") || arguments.Contains("-h"))
        {
            output.WriteLine(Help);
            return Fine;
        }

        try
        {
            var request = Read(arguments, time);
            return Preview(request, output, errors);
        }
        catch (Exception fault) when (fault is StartException or StoreException or IOException or UnauthorizedAccessException)
        {
            errors.WriteLine(fault.Message);
            return BadInput;
        }
    }

    private static int Preview(Request request, TextWriter output, TextWriter errors)
    {
        var stored = StoredHomeReader.Read(request.Folder);
        var catalogue = ContractCommand.LoadCatalogue(request.Folder);
        var home = new StoredHomeView(stored, type => catalogue.TryGet(type, out var contract) ? contract : null);
        var preview = new DraftPreview(home, HomeDocuments.Of(stored), request.Place);
        var text = File.ReadAllText(request.File);
        var (result, diagnostics) = request.Scenario is { } scenario
            ? preview.Run(request.Id, text, File.ReadAllBytes(scenario), CancellationToken.None)
            : preview.Run(request.Id, text, StoredRecording.Open(request.Folder), request.Until.AddDays(-request.Days), request.Until, CancellationToken.None);
        foreach (var fault in diagnostics.Where(fault => fault.Severity != DiagnosticSeverity.Information))
        {
            errors.WriteLine(fault.Format(fault.Code.StartsWith("scenario.", StringComparison.Ordinal) && request.Scenario is not null ? request.Scenario : request.File));
        }

        if (result is null)
        {
            return Faulty;
        }

        PreviewReport.Write(result, request.IsJson, output);
        return Fine;
    }

    private static Request Read(IReadOnlyList<string> arguments, TimeProvider time)
    {
        if (arguments[0] != "preview")
        {
            throw new StartException($"\"automation {arguments[0]}\" means nothing; iothub automation --help lists what does.");
        }

        string? file = null, folder = null, scenario = null, id = null;
        var (days, isDaysSaid, isJson, until) = (DaysDefault, false, false, time.GetUtcNow());
        var settings = new List<string>();
        for (var i = 1; i < arguments.Count; i++)
        {
            switch (arguments[i])
            {
                case "--json":
                    isJson = true;
                    break;
                case "--data":
                    folder = Value(arguments, ref i);
                    break;
                case "--scenario":
                    scenario = Value(arguments, ref i);
                    break;
                case "--id":
                    id = Value(arguments, ref i);
                    break;
                case "--days":
                    isDaysSaid = true;
                    days = int.TryParse(Value(arguments, ref i), NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number is >= 1 and <= Automation.Preview.PreviewLimits.DaysMax
                        ? number
                        : throw new StartException($"--days is {arguments[i]}; it must be 1 to {Automation.Preview.PreviewLimits.DaysMax}.");
                    break;
                case "--until":
                    until = DateTimeOffset.TryParse(Value(arguments, ref i), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var moment)
                        ? moment
                        : throw new StartException($"--until is {arguments[i]}; it must be a moment such as 2026-03-02T08:00:00Z.");
                    break;
                case var option when option.StartsWith("--", StringComparison.Ordinal):
                    settings.Add(option);
                    if (!option.Contains('=', StringComparison.Ordinal))
                    {
                        settings.Add(Value(arguments, ref i));
                    }

                    break;
                case var word when file is null:
                    file = word;
                    break;
                case var word:
                    throw new StartException($"The argument \"{word}\" means nothing; iothub automation --help lists what does.");
            }
        }

        if (file is null || folder is null || (scenario is not null && isDaysSaid))
        {
            throw new StartException("A preview needs a file and --data with the data folder of a hub, and either --days or --scenario; iothub automation --help says more.");
        }

        var hub = HubSettings.Read(HubSettingsSource.Read(CommandLine.Read(settings)), folder).Hub;
        var place = new HomePlace { Zone = hub.TimeZone, Position = hub.Position, Calendar = HubCore.LoadDays(hub.DayFiles, _ => { }) };
        return new Request(file, folder, scenario, id ?? Path.GetFileNameWithoutExtension(file), days, until, isJson, place);
    }

    private static string Value(IReadOnlyList<string> arguments, ref int i) =>
        ++i < arguments.Count ? arguments[i] : throw new StartException($"The argument {arguments[i - 1]} needs a value after it.");

    private sealed record Request(string File, string Folder, string? Scenario, string Id, int Days, DateTimeOffset Until, bool IsJson, HomePlace Place);
}
