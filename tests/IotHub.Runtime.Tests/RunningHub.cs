using System.Threading.Channels;
using IotHub.Contracts.Messages;
using IotHub.Contracts.Values;
using IotHub.Devices;
using IotHub.Runtime.Feeds;
using IotHub.Testing;

namespace IotHub.Runtime.Tests;

/// <summary>A runner with a lamp and a motion sensor on a clock that moves when told. Disposing it stops it.</summary>
internal sealed class RunningHub : IHubPort, IAsyncDisposable
{
    private readonly CancellationTokenSource _stop = new();

    // Unread outputs of one test: some hundreds.
    private readonly Channel<HubOutput> _outputs = Channel.CreateBounded<HubOutput>(10_000);
    private readonly TestHub _hub = new();
    private Task _run = Task.CompletedTask;

    public RunningHub(TimeProvider? time = null, int capacity = 4096)
    {
        Inbox = new HubInbox(capacity);
        Lamp = _hub.Join("hall-lamp", "light");
        Motion = _hub.Join("hall-motion", "motion-sensor");
        Runner = new HubRunner(_hub.Loop, Inbox, time ?? Time, [this]);
    }

    public ManualTime Time { get; } = new(TestHub.Noon);

    public HubInbox Inbox { get; }

    public HubLoop Loop => _hub.Loop;

    public HubRunner Runner { get; }

    public Contracts.Model.DeviceContract Lamp { get; }

    public Contracts.Model.DeviceContract Motion { get; }

    /// <summary>Runs it; one that is stopped already only drains the inbox.</summary>
    public void Start(bool isStopped = false) => _run = Runner.RunAsync(isStopped ? new CancellationToken(true) : _stop.Token);

    public async Task StopAsync()
    {
        await _stop.CancelAsync();
        await _run;
    }

    public void Offer(IReadOnlyList<HubOutput> outputs)
    {
        foreach (var output in outputs)
        {
            Assert.True(_outputs.Writer.TryWrite(output));
        }
    }

    /// <summary>The next output of a kind; others before it are passed over.</summary>
    public async Task<T> NextAsync<T>()
        where T : HubOutput
    {
        await foreach (var output in _outputs.Reader.ReadAllAsync())
        {
            if (output is T wanted)
            {
                return wanted;
            }
        }

        throw new InvalidOperationException("No further outputs.");
    }

    public List<HubOutput> TakeOutputs()
    {
        var taken = new List<HubOutput>();
        while (_outputs.Reader.TryRead(out var output))
        {
            taken.Add(output);
        }

        return taken;
    }

    public HubInput.Command SetLamp(bool isOn, string? clientId = null) =>
        new("hall-lamp", [new PropertyReading(Property(Lamp, "light.on"), PropertyValue.FromBoolean(isOn))], null, [], "lin", clientId);

    public HubInput.FromDevice Moves(bool moves) =>
        new(new DevicePropertiesReported("hall-motion", new PropertiesMessage([new PropertyReading(Property(Motion, "motion-sensor.motion-state"), PropertyValue.FromBoolean(moves))])));

    public HubInput.FromDevice Measures(long illumination) =>
        new(new DevicePropertiesReported("hall-motion", new PropertiesMessage([new PropertyReading(Property(Motion, "motion-sensor.illumination"), PropertyValue.FromInteger(illumination))])));

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        Inbox.Dispose();
        _stop.Dispose();
    }

    private static Contracts.Model.ContractProperty Property(Contracts.Model.DeviceContract contract, string key) =>
        contract.TryGetProperty(key, out var property) ? property : throw new InvalidOperationException(key);
}
