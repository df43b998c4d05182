using System.CommandLine;
using IotHub.DeviceSim.Board;

namespace IotHub.DeviceSim.Cli;

/// <summary><c>device-sim board</c>: the pins of a hub that runs with a simulated board.</summary>
internal static class BoardCommand
{
    // Longer than the longest press that a hub takes.
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(15);

    public static Command Create()
    {
        var hub = new Option<string>("--hub") { Description = "Address of the hub's API.", DefaultValueFactory = _ => "http://127.0.0.1:5080", Recursive = true };
        return new Command("board", "Touches the pins of a hub that runs with Gpio:Driver simulated, and shows them.")
        {
            hub, List(hub), Watch(hub), Set(hub), Press(hub), Bounce(hub), Key(hub), Turn(hub),
        };
    }

    private static Command List(Option<string> hub)
    {
        var command = new Command("list", "Shows lines that are held, keys and encoders.") { All };
        command.SetGuardedAction((result, cancellationToken) => WithBoardAsync(result, hub, async board =>
        {
            foreach (var line in await board.LinesAsync(cancellationToken))
            {
                if (line.Consumer is not null || line.Pull is not null || result.GetValue(All))
                {
                    Console.WriteLine(line.Describe());
                }
            }

            foreach (var control in await board.ControlsAsync(cancellationToken))
            {
                Console.WriteLine($"{control.Input}  {control.Kind}  {control.Name}  iothub:{control.Did}{(control.Label is null ? string.Empty : $" ({control.Label})")}");
            }
        }));
        return command;
    }

    private static Command Watch(Option<string> hub)
    {
        var lines = new Argument<string[]>("line") { Description = "Names or numbers of lines; none for all that are held.", Arity = ArgumentArity.ZeroOrMore };
        var command = new Command("watch", "Shows each change of lines until Ctrl-C.") { lines };
        command.SetGuardedAction((result, cancellationToken) => WithBoardAsync(result, hub, async board =>
        {
            var wanted = result.GetValue(lines) ?? [];
            await foreach (var told in board.WatchAsync(cancellationToken))
            {
                foreach (var line in told.Where(line => wanted.Length == 0 ? line.Consumer is not null || told.Count == 1 : wanted.Contains(line.Line) || wanted.Contains($"{line.Offset}")))
                {
                    Console.WriteLine(line.Describe());
                }
            }

            throw new SimulationException("The hub has ended.");
        }));
        return command;
    }

    private static Command Set(Option<string> hub)
    {
        var line = Line();
        var level = new Argument<string>("level") { Description = "high, low, or free to let it go." };
        level.AcceptOnlyFromAmong("high", "low", "free");
        var command = new Command("set", "Pulls a line and leaves it so.") { line, level };
        command.SetGuardedAction((result, cancellationToken) => WithBoardAsync(result, hub, board =>
            board.SetAsync(result.GetRequiredValue(line), result.GetValue(level) switch { "high" => true, "low" => false, _ => null }, cancellationToken)));
        return command;
    }

    private static Command Press(Option<string> hub)
    {
        var (line, milliseconds) = (Line(), Milliseconds("How long it is held, 1 to 10000 (200)."));
        var bounces = new Option<int?>("--bounces") { Description = "How often the contact falls back at either end, 0 to 50 (0)." };
        var command = new Command("press", "Puts an input to its other level for a while.") { line, milliseconds, bounces };
        command.SetGuardedAction((result, cancellationToken) => WithBoardAsync(result, hub, board =>
            board.PressAsync(result.GetRequiredValue(line), result.GetValue(milliseconds), result.GetValue(bounces), cancellationToken)));
        return command;
    }

    private static Command Bounce(Option<string> hub)
    {
        var (line, milliseconds) = (Line(), Milliseconds("How long it takes to settle, 1 to 1000 (10)."));
        var level = new Argument<string?>("level") { Description = "high or low; left out: the other one than now.", Arity = ArgumentArity.ZeroOrOne };
        level.AcceptOnlyFromAmong("high", "low");
        var bounces = new Option<int?>("--bounces") { Description = "How often the contact falls back, 1 to 50 (5)." };
        var command = new Command("bounce", "Puts an input to a level as a bad contact does, and leaves it so.") { line, level, milliseconds, bounces };
        command.SetGuardedAction((result, cancellationToken) => WithBoardAsync(result, hub, board => board.BounceAsync(
            result.GetRequiredValue(line), result.GetValue(level) switch { "high" => true, "low" => false, _ => null }, result.GetValue(bounces), result.GetValue(milliseconds), cancellationToken)));
        return command;
    }

    private static Command Key(Option<string> hub)
    {
        var (input, milliseconds) = (Input(), Milliseconds("How long it is held, 1 to 10000 (200)."));
        var key = new Argument<string?>("key") { Description = "The key, such as KEY_OK; left out where there is one.", Arity = ArgumentArity.ZeroOrOne };
        var command = new Command("key", "Presses a key of an input device.") { input, key, milliseconds };
        command.SetGuardedAction((result, cancellationToken) => WithBoardAsync(result, hub, board =>
            board.PressKeyAsync(result.GetRequiredValue(input), result.GetValue(key), result.GetValue(milliseconds), cancellationToken)));
        return command;
    }

    private static Command Turn(Option<string> hub)
    {
        var input = Input();
        var way = new Argument<string>("way") { Description = "left or right." };
        way.AcceptOnlyFromAmong("left", "right");
        var clicks = new Option<int>("--clicks") { Description = "How many clicks, 1 to 100.", DefaultValueFactory = _ => 1 };
        var axis = new Option<string?>("--axis") { Description = "The axis, such as REL_X; left out where there is one." };
        var command = new Command("turn", "Turns a rotary encoder.") { input, way, clicks, axis };
        command.SetGuardedAction((result, cancellationToken) =>
        {
            var count = result.GetValue(clicks);
            return count is >= 1 and <= 100
                ? WithBoardAsync(result, hub, board =>
                    board.TurnAsync(result.GetRequiredValue(input), result.GetValue(axis), result.GetValue(way) == "left" ? -count : count, cancellationToken))
                : throw new SimulationException($"--clicks is {count}; expected 1 to 100.");
        });
        return command;
    }

    private static Option<bool> All { get; } = new("--all") { Description = "Also lines that nobody holds." };

    private static Argument<string> Line() => new("line") { Description = "Name or number of the line, such as GPIO27." };

    private static Argument<string> Input() => new("input") { Description = "Name of the input device, such as rotary@5." };

    private static Option<int?> Milliseconds(string description) => new("--ms") { Description = description };

    private static async Task WithBoardAsync(ParseResult result, Option<string> hub, Func<BoardClient, Task> work)
    {
        var address = result.GetValue(hub) ?? string.Empty;
        if (!Uri.TryCreate(address, UriKind.Absolute, out var uri) || uri.Scheme is not ("http" or "https"))
        {
            throw new SimulationException($"--hub is {address}; expected an address such as http://127.0.0.1:5080.");
        }

        using var http = new HttpClient { BaseAddress = uri, Timeout = Timeout };
        await work(new BoardClient(http));
    }
}
