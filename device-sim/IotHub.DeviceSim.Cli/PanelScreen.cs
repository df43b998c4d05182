using System.Collections.Immutable;
using IotHub.DeviceSim.Panel;
using Spectre.Console;

namespace IotHub.DeviceSim.Cli;

/// <summary>
/// The panel in a terminal: the list of devices renews itself; arrows choose one, and a key says what to do with it. What is done goes through
/// the same commands as a script's.
/// </summary>
internal sealed class PanelScreen(PanelSession session, TimeProvider time)
{
    private const string Keys = "arrows, page up and down: choose   enter: show   s: set   c: call   f: fire   b: break   m: mend   u: unplug or plug   colon: command   q: quit";
    private static readonly TimeSpan Blink = TimeSpan.FromMilliseconds(100);

    // The list is drawn anew every so many blinks; keys are looked at every blink.
    private const int DrawEvery = 5;

    private readonly PanelView _view = new(session.Devices.Length);
    private ImmutableArray<string> _said = [];

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            var key = await WatchAsync(cancellationToken);
            if (key is 'q')
            {
                return;
            }

            var line = Ask(key);
            if (line is null)
            {
                continue;
            }

            var answer = await session.ExecuteAsync(line, cancellationToken);
            _said = answer.Lines;
            if (answer.Ends)
            {
                return;
            }
        }
    }

    /// <summary>Shows the list until a key asks for something.</summary>
    private Task<char> WatchAsync(CancellationToken cancellationToken) =>
        AnsiConsole.Live(new Table()).AutoClear(true).StartAsync(async context =>
        {
            for (var blink = 0; ; blink++)
            {
                if (blink % DrawEvery == 0)
                {
                    context.UpdateTarget(await DrawAsync(cancellationToken));
                }

                while (Console.KeyAvailable)
                {
                    var key = Console.ReadKey(intercept: true);
                    if (Command(key) is { } command)
                    {
                        return command;
                    }

                    blink = -1;
                }

                await Task.Delay(Blink, time, cancellationToken);
            }
        });

    private char? Command(ConsoleKeyInfo key)
    {
        var by = key.Key switch { ConsoleKey.UpArrow => -1, ConsoleKey.DownArrow => 1, ConsoleKey.PageUp => -Height, ConsoleKey.PageDown => Height, ConsoleKey.Home => int.MinValue / 2, ConsoleKey.End => int.MaxValue / 2, _ => 0 };
        if (by != 0)
        {
            _view.Move(by, Height);
            return null;
        }

        return key.Key == ConsoleKey.Enter ? 'i' : "scfbmu:q".Contains(key.KeyChar, StringComparison.Ordinal) ? key.KeyChar : null;
    }

    private static int Height => Math.Max(3, AnsiConsole.Profile.Height - 12);

    private async Task<Rows> DrawAsync(CancellationToken cancellationToken)
    {
        var table = new Table { Border = TableBorder.Simple };
        table.AddColumns("device", "room", "is", "says", "faults");
        for (var i = _view.Top; i < session.Devices.Length && i < _view.Top + Height; i++)
        {
            var row = await PanelRow.OfAsync(session.Devices[i], cancellationToken);
            var style = i == _view.Selected ? new Style(decoration: Decoration.Invert) : Style.Plain;
            table.AddRow(new Text(row.Did, style), new Text(row.Room), new Text(row.Condition), new Text(row.Values), new Text(row.Faults));
        }

        return new Rows([table, .. _said.TakeLast(6).Select(line => new Text(line)), new Text(Keys, new Style(decoration: Decoration.Dim))]);
    }

    /// <summary>Asks for what a key leaves open.</summary>
    /// <returns>The command; null for none.</returns>
    private string? Ask(char key)
    {
        var device = session.Devices[_view.Selected];
        var contract = device.Plan.Contract;
        switch (key)
        {
            case 'i':
                return $"show {device.Did}";
            case 's':
                var property = Choose("Which property?", contract.Properties.Select(known => known.Key));
                return property is null ? null : $"set {device.Did} {property} {Quote(AnsiConsole.Ask<string>($"{property.EscapeMarkup()} ="))}";
            case 'c':
                return Choose("Which action?", contract.Actions.Select(known => known.Key)) is { } action ? $"call {device.Did} {action} {Arguments(contract.Actions.First(known => known.Key == action).In.Select(known => known.Key))}" : null;
            case 'f':
                return Choose("Which event?", contract.Events.Select(known => known.Key)) is { } happened ? $"fire {device.Did} {happened}" : null;
            case 'b':
                return Choose("Which fault?", Faults.FaultKind.All.Select(known => known.Name)) is { } fault ? $"break {device.Did} {fault} {AnsiConsole.Prompt(new TextPrompt<string>("value, or nothing for the usual:").AllowEmpty())}" : null;
            case 'm':
                return $"mend {device.Did}";
            case 'u':
                return $"{(device.IsPlugged ? "unplug" : "plug")} {device.Did}";
            default:
                return AnsiConsole.Prompt(new TextPrompt<string>(":").AllowEmpty());
        }
    }

    private static string Arguments(IEnumerable<string> keys) =>
        string.Join(' ', keys.Select(key => $"{key}={Quote(AnsiConsole.Ask<string>($"{key.EscapeMarkup()} ="))}"));

    private static string Quote(string text) => $"\"{text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\"";

    private static string? Choose(string question, IEnumerable<string> choices)
    {
        var all = choices.Order(StringComparer.Ordinal).ToList();
        const string None = "(none)";
        var chosen = all.Count == 0 ? None : AnsiConsole.Prompt(new SelectionPrompt<string>().Title(question).AddChoices([.. all, None]));
        return chosen == None ? null : chosen;
    }
}
