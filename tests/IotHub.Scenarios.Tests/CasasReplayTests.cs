using System.Diagnostics;
using System.Globalization;
using System.IO.Compression;
using System.Text.Json;
using IotHub.Automation.Compilation;
using IotHub.Automation.Engine;
using IotHub.Automation.Tests;

namespace IotHub.Scenarios.Tests;

/// <summary>A real home's recording through the engine alone, compared with an oracle that shares no code with it.</summary>
public sealed class CasasReplayTests
{
    private const string Zone = "America/Los_Angeles";
    private static readonly string[] Lamps = ["bathroom-light", "bedroom-light", "hall-light", "kitchen-light", "living-room-light", "stove", "work-area-light"];

    private static readonly Dictionary<string, string> Sensors = new(StringComparer.Ordinal)
    {
        ["Bathroom Bathroom"] = "bathroom-motion",
        ["Bedroom Bedroom"] = "bedroom-motion",
        ["Kitchen Kitchen"] = "kitchen-motion",
        ["LivingRoom LivingRoom"] = "living-room-motion",
        ["LoungeChair LivingRoom"] = "lounge-chair-living-room-motion",
        ["WorkArea WorkArea"] = "work-area-motion",
        ["OutsideDoor Entry"] = "outside-door-entry-motion",
        ["OutsideDoor FrontDoor"] = "outside-door-front-door-contact",
    };

    private static string Recording => Path.Combine(CorpusFactAttribute.Folder, "casas-home", "days-01-20.txt.gz");

    [CorpusFact]
    public async Task Replay_WholeRecording_GivesTheLampIntervalsOfTheOracle()
    {
        var expected = await RunOracle();

        var found = await Replay();

        Assert.Equal(Lamps, expected.Keys.Order(StringComparer.Ordinal));
        Assert.All(Lamps, lamp => Assert.NotEmpty(expected[lamp]));
        Assert.All(Lamps, lamp => Assert.Equal(expected[lamp], found[lamp]));
    }

    private static async Task<Dictionary<string, List<string>>> Replay()
    {
        var zone = TimeZoneInfo.FindSystemTimeZoneById(Zone);
        var events = await ReadRecording(zone);
        var home = new MemoryHome(events[0].At.AddSeconds(-1), Zone);
        foreach (var name in Sensors.Values)
        {
            home.With(name, name.EndsWith("-contact", StringComparison.Ordinal) ? "contact-sensor" : "motion-sensor");
        }

        foreach (var lamp in Lamps)
        {
            home.With(lamp, lamp == "stove" ? "outlet" : "light");
        }

        home.With("hall-speaker", "speaker");
        foreach (var file in Directory.GetFiles(RepositoryFiles.Path("tests", "IotHub.EndToEnd.Tests", "casas", "scenes")).Order(StringComparer.Ordinal))
        {
            home.Engine.PutScene(SceneCompiler.Compile(await File.ReadAllBytesAsync(file), Path.GetFileNameWithoutExtension(file), home).Plan!);
        }

        foreach (var file in Directory.GetFiles(RepositoryFiles.Path("tests", "IotHub.EndToEnd.Tests", "casas", "automations")).Order(StringComparer.Ordinal))
        {
            var plan = AutomationCompiler.Compile(await File.ReadAllBytesAsync(file), Path.GetFileNameWithoutExtension(file), home).Plan!;
            home.Carry(effects => home.Engine.Put(plan, home.Now, effects));
        }

        foreach (var (at, sensor, value) in events)
        {
            home.AdvanceTo(at);
            home.Report(sensor, sensor.EndsWith("-contact", StringComparison.Ordinal) ? "contact-sensor.contact-state" : "motion-sensor.motion-state", value);
        }

        return Lamps.ToDictionary(lamp => lamp, lamp => Intervals(home, lamp));
    }

    private static List<string> Intervals(MemoryHome home, string lamp)
    {
        var moments = new List<string>();
        foreach (var (at, effect) in home.Effects)
        {
            if (effect is EngineEffect.SetProperties set && set.Device.Name == lamp)
            {
                foreach (var value in set.Values.Where(value => value.Property.Key.EndsWith(".on", StringComparison.Ordinal)))
                {
                    if (value.Value.AsBoolean == (moments.Count % 2 == 0))
                    {
                        moments.Add(at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'", CultureInfo.InvariantCulture));
                    }
                }
            }
        }

        return moments;
    }

    private static async Task<List<(DateTimeOffset At, string Sensor, bool Value)>> ReadRecording(TimeZoneInfo zone)
    {
        var events = new List<(DateTimeOffset At, string Sensor, bool Value)>();
        await using var file = File.OpenRead(Recording);
        using var reader = new StreamReader(new GZipStream(file, CompressionMode.Decompress));
        var latest = DateTimeOffset.MinValue;
        while (await reader.ReadLineAsync() is { } line)
        {
            var columns = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            var local = DateTime.Parse($"{columns[0]} {columns[1]}", CultureInfo.InvariantCulture);
            var at = new DateTimeOffset(local, zone.GetUtcOffset(local)).ToUniversalTime();
            latest = at > latest ? at : latest;
            if (Sensors.TryGetValue($"{columns[2]} {columns[3]}", out var sensor))
            {
                events.Add((latest, sensor, columns[4] is "ON" or "CLOSE"));
            }
        }

        return events;
    }

    private static async Task<Dictionary<string, List<string>>> RunOracle()
    {
        var script = RepositoryFiles.Path("tests", "IotHub.EndToEnd.Tests", "casas", "oracle.py");
        using var process = Process.Start(new ProcessStartInfo("python3", [script, Recording, "--zone", Zone]) { RedirectStandardOutput = true })!;
        var text = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.Equal(0, process.ExitCode);
        var intervals = JsonSerializer.Deserialize<Dictionary<string, List<List<string?>>>>(text)!;
        return intervals.ToDictionary(lamp => lamp.Key, lamp => lamp.Value.SelectMany(interval => interval).OfType<string>().ToList());
    }
}
