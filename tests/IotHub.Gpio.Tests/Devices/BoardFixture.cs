using System.Globalization;
using System.Text;
using IotHub.Contracts.Model;
using IotHub.Contracts.Values;
using IotHub.Devices;
using IotHub.Devices.Commands;
using IotHub.Devices.Registry;
using IotHub.Gpio.Devices;
using IotHub.Gpio.Drivers.Simulated;
using IotHub.Gpio.Lines;
using IotHub.Gpio.Points;
using IotHub.Gpio.Wiring;
using IotHub.Testing;

namespace IotHub.Gpio.Tests.Devices;

/// <summary>Wired devices on a board without hardware, driven by hand: what comes from hardware waits until <see cref="Settle"/>, sensors are read there too.</summary>
internal sealed class BoardFixture : IWiredVoice, IDisposable
{
    private readonly Queue<WiredWork> _work = [];
    private readonly Queue<(WiredOpening Opening, SensorPoint Sensor)> _readings = [];
    private readonly TemporaryFolder _folder = new();
    private int _requests;

    public BoardFixture(string devices)
    {
        var read = new WiringReader(WiredContracts.All).Read(Encoding.UTF8.GetBytes($$"""{ "devices": [ {{devices}} ] }"""));
        Assert.Empty(read.Diagnostics.Select(fault => fault.Format("wiring")));
        Devices = read.Devices;
        Chip = SimulatedChip.LikePi4();
        Lines = new SimulatedLineDriver(Time, Chip);
        Inputs = new SimulatedInputDriver(Time);
        Home = new WiredHome(Devices, GpioBoard.Simulated(Lines, Inputs, _folder.At("sys")), this);
    }

    public IReadOnlyList<WiredDevice> Devices { get; }

    public ManualTime Time { get; } = new(new DateTimeOffset(2026, 3, 2, 12, 0, 0, TimeSpan.Zero));

    public SimulatedChip Chip { get; }

    public SimulatedLineDriver Lines { get; }

    public SimulatedInputDriver Inputs { get; }

    public WiredHome Home { get; }

    /// <summary>What the core was told, in words, since this was last emptied.</summary>
    public List<string> Said { get; } = [];

    public List<WiredNews> News { get; } = [];

    /// <summary>How many more times hardware may be heard of before the queue is full.</summary>
    public int Room { get; set; } = int.MaxValue;

    /// <summary>True when sensors are asked and do not answer.</summary>
    public bool Hangs { get; set; }

    /// <summary>How often a sensor was asked.</summary>
    public int ReadingsAsked { get; private set; }

    public TimeSpan Now => MonotonicTime.Now(Time);

    public BoardFixture Start()
    {
        Home.Start(Now);
        Settle();
        return this;
    }

    /// <summary>Does what waits.</summary>
    public void Settle()
    {
        while (_work.Count > 0 || _readings.Count > 0)
        {
            while (_work.TryDequeue(out var work))
            {
                Home.Take(work, Now);
            }

            while (_readings.TryDequeue(out var reading))
            {
                Home.Take(Read(reading.Opening, reading.Sensor), Now);
            }
        }
    }

    /// <summary>Time goes on, and what falls due on the way is done when it does.</summary>
    public void After(TimeSpan time)
    {
        var end = Now + time;
        while (Home.NextDue is { } due && due <= end)
        {
            Time.Advance(due > Now ? due - Now : TimeSpan.Zero);
            Home.OnTime(Now);
            Settle();
        }

        Time.Advance(end - Now);
    }

    /// <summary>The world outside pulls a line, and the hub hears of it.</summary>
    public void Pull(string line, bool level)
    {
        Chip.Pull(line, level);
        Settle();
    }

    /// <summary>Writes a file of the simulated sysfs.</summary>
    public string Sysfs(string path, string text) => _folder.Write(Path.Combine("sys", path), text);

    public string ReadSysfs(string path) => File.ReadAllText(_folder.At("sys", path));

    public void RemoveSysfs(string path) => Directory.Delete(_folder.At("sys", path), recursive: true);

    /// <summary>The hub sets properties; what the device answers is in <see cref="Said"/>.</summary>
    public void Set(string did, params ReadOnlySpan<(string Key, PropertyValue Value)> values)
    {
        var device = Of(did);
        var set = values.ToArray().Select(value => new PropertyReading(Property(device, value.Key), value.Value));
        Ask(new DeviceRequest(NextId(), device, null, [.. set], [], 1));
    }

    public void Get(string did, params string[] keys)
    {
        var device = Of(did);
        Ask(new DeviceRequest(NextId(), device, null, [], [.. keys.Select(key => Property(device, key))], 0));
    }

    public void Call(string did, string action, string? id = null)
    {
        var device = Of(did);
        Assert.True(device.Contract.TryGetAction(action, out var call));
        var command = new DeviceCommand { Id = "c", Device = device, Call = call, Cause = new Cause(1, 0, 1, 0, CauseOrigin.Person, "lin"), SentAt = default, Deadline = default };
        Ask(new DeviceRequest(id ?? NextId(), device, command, [], [], 1));
    }

    public void Ask(DeviceRequest request)
    {
        Home.Take(new WiredWork.Request(request), Now);
        Settle();
    }

    public string[] TakeSaid()
    {
        var said = Said.ToArray();
        Said.Clear();
        return said;
    }

    public void Say(WiredDevice device, DeviceMessage message) => Said.Add($"{device.Did} {InWords(message)}");

    public void Tell(WiredNews news) => News.Add(news);

    public void Measure(WiredOpening opening, SensorPoint sensor)
    {
        ReadingsAsked++;
        if (!Hangs)
        {
            _readings.Enqueue((opening, sensor));
        }
    }

    public bool Enqueue(WiredWork work)
    {
        if (Room == 0)
        {
            return false;
        }

        Room--;
        _work.Enqueue(work);
        return true;
    }

    public void Dispose()
    {
        Home.Stop();
        _folder.Dispose();
    }

    private static WiredWork.Measured Read(WiredOpening opening, SensorPoint sensor)
    {
        try
        {
            return new WiredWork.Measured(opening, sensor, sensor.Sensor.Read(), null);
        }
        catch (IOException fault)
        {
            return new WiredWork.Measured(opening, sensor, 0, fault.Message);
        }
    }

    private static ContractProperty Property(Device device, string key) =>
        device.Contract.TryGetProperty(key, out var property) ? property : throw new InvalidOperationException(key);

    private static string InWords(DeviceMessage message) => message switch
    {
        DeviceAnnounced announced => $"announces {announced.Contract!.Type.VendorProduct}",
        DeviceStatusChanged status => status.IsOnline ? "online" : "offline",
        DevicePropertiesReported reported => InWords(reported.Properties.Values),
        DeviceEventReported happened => $"{happened.Event.Event.Key}({InWords(happened.Event.Arguments)})",
        DeviceResponded answered => string.Join(' ', (string[])[$"answers {answered.Response.Code}", .. answered.Response.Values.Select(InWords), .. answered.Response.Codes.Select(code => $"{code.Property.Key}:{code.Code}")]),
        _ => message.ToString(),
    };

    private static string InWords(IEnumerable<PropertyReading> values) => string.Join(' ', values.Select(InWords));

    private static string InWords(PropertyReading reading) => $"{reading.Property.Type.Name}={reading.Value}";

    private Device Of(string did)
    {
        var wired = Devices.Single(device => device.Did == did);
        return new Device { Name = did, Label = did, Room = "", Did = did, Contract = wired.Contract, AdoptedAt = default };
    }

    private string NextId() => (++_requests).ToString(CultureInfo.InvariantCulture);
}
