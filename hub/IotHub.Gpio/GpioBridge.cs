using System.Collections.Concurrent;
using System.Collections.Frozen;
using System.Threading.Channels;
using IotHub.Devices;
using IotHub.Gpio.Devices;
using IotHub.Gpio.Lines;
using IotHub.Gpio.Points;
using IotHub.Gpio.Wiring;
using IotHub.Runtime;
using IotHub.Runtime.Feeds;

namespace IotHub.Gpio;

/// <summary>
/// Between the board and the core, as the bridge of MQTT devices is between the bus and the core: device messages in, requests out. One task owns all wired devices;
/// edges and readings come to it by one bounded queue.
/// </summary>
public sealed class GpioBridge : IOutsidePort, IWiredVoice
{
    // Edges of a burst on all lines of a header, while the task waits for room in the inbox: the kernel itself keeps 1,024 for each request.
    private const int QueueCapacity = 4096;

    // A thread each: a reading waits in the kernel, a thermometer on 1-wire for most of a second, and a pool of as many threads as the board has cores would stand still.
    // Sensors of one bus wait for each other; more readers would only be more threads that wait.
    private const int ReadersMax = 4;

    private readonly HubInbox _inbox;
    private readonly TimeProvider _time;
    private readonly Action<WiredNews> _tell;
    private readonly WiredHome _home;
    private readonly FrozenSet<string> _dids;
    private readonly FrozenDictionary<string, InboxLane> _lanes;
    private readonly Channel<(WiredOpening Opening, SensorPoint Sensor)> _readings =
        Channel.CreateBounded<(WiredOpening, SensorPoint)>(new BoundedChannelOptions(WiringLimits.DevicesMax * WiringLimits.PointsMax) { SingleWriter = true });

    private readonly ConcurrentQueue<(HubInput Input, InboxLane Lane)> _said = new();
    private readonly Channel<WiredWork> _queue = Channel.CreateBounded<WiredWork>(new BoundedChannelOptions(QueueCapacity) { SingleReader = true, FullMode = BoundedChannelFullMode.Wait });
    private long _dropped;
    private volatile bool _hasDropped;

    /// <summary>Ties wired devices to an inbox.</summary>
    /// <param name="devices">What is wired.</param>
    /// <param name="board">To what; stays the caller's.</param>
    /// <param name="inbox">Where the core is.</param>
    /// <param name="time">Of debounce, relays and readings.</param>
    /// <param name="tell">Told when a device comes or goes; on the task of <see cref="RunAsync"/>.</param>
    public GpioBridge(IEnumerable<WiredDevice> devices, GpioBoard board, HubInbox inbox, TimeProvider time, Action<WiredNews> tell)
    {
        (_inbox, _time, _tell) = (inbox, time, tell);
        var wired = devices.ToList();
        _dids = wired.Select(device => device.Did).ToFrozenSet(StringComparer.Ordinal);
        _lanes = wired.ToFrozenDictionary(device => device.Did, device => InboxLaneOf.Device(device.Contract), StringComparer.Ordinal);
        _home = new WiredHome(wired, board, this);
    }

    /// <summary>Ids of the wired devices: no other bridge is to speak for them.</summary>
    public IReadOnlySet<string> Dids => _dids;

    /// <summary>Devices that are not there, each with the reason.</summary>
    public IReadOnlyDictionary<string, string> Faults => _home.Faults;

    /// <summary>How often something found the queue full: an edge, after which the level was looked at, or a request, which goes out again or ends as timed out.</summary>
    public long Dropped => Interlocked.Read(ref _dropped);

    /// <inheritdoc/>
    public void Offer(IReadOnlyList<HubOutput> outputs)
    {
        for (var i = 0; i < outputs.Count; i++)
        {
            WiredWork? work = outputs[i] switch
            {
                HubOutput.Request { Message: var request } when _dids.Contains(request.Device.Did) => new WiredWork.Request(request),
                HubOutput.Question { Message: var question } when _dids.Contains(question.Device.Did) => new WiredWork.Request(question),
                HubOutput.DeviceSaved { Device.Did: var did } when _dids.Contains(did) => new WiredWork.Saved(did),
                HubOutput.DeviceReplaced { After.Did: var did } when _dids.Contains(did) => new WiredWork.Saved(did),
                HubOutput.DeviceRetired { Device.Did: var did } when _dids.Contains(did) => new WiredWork.Retired(did),
                _ => null,
            };
            if (work is not null)
            {
                Enqueue(work);
            }
        }
    }

    /// <summary>Completes when the task of <see cref="RunAsync"/> has done what came before: a sign of life. Never, where it does not run.</summary>
    /// <exception cref="OperationCanceledException">It was not waited for any longer.</exception>
    public async Task AskAsync(CancellationToken cancellationToken)
    {
        var asked = new WiredWork.Asked(new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
        try
        {
            await _queue.Writer.WriteAsync(asked, cancellationToken);
        }
        catch (ChannelClosedException)
        {
            // It has ended: nobody will answer.
        }

        await asked.Answer.Task.WaitAsync(cancellationToken);
    }

    /// <summary>Runs the wired devices until cancelled; then outputs go to their value for a stopped hub, also when this fails.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        using var timer = _time.CreateTimer(_ => _queue.Writer.TryWrite(WiredWork.Wake.Instance), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        for (var i = 0; i < ReadersMax; i++)
        {
            // Not waited for at the end: a sensor that hangs must not hold the stop up.
            new Thread(Measure) { IsBackground = true, Name = "sensors" }.Start();
        }

        try
        {
            _home.Start(Now);
            while (true)
            {
                await PostAsync(cancellationToken);
                timer.Change(UntilDue(), Timeout.InfiniteTimeSpan);
                await _queue.Reader.WaitToReadAsync(cancellationToken);
                while (_queue.Reader.TryRead(out var work))
                {
                    _home.Take(work, Now);
                    await PostAsync(cancellationToken);
                }

                if (_hasDropped)
                {
                    _hasDropped = false;
                    _home.Look(Now);
                }

                _home.OnTime(Now);
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // What the loop decided last is still done.
            while (_queue.Reader.TryRead(out var work))
            {
                if (work is WiredWork.Request)
                {
                    _home.Take(work, Now);
                }
            }
        }
        finally
        {
            _queue.Writer.TryComplete();
            _readings.Writer.TryComplete();
            _home.Stop();
        }
    }

    /// <inheritdoc/>
    void IWiredVoice.Say(WiredDevice device, DeviceMessage message)
    {
        // That a device is wired says nothing of it being there: only its status does.
        _said.Enqueue((new HubInput.FromDevice(message, IsRetained: message is DeviceAnnounced), _lanes[device.Did]));
    }

    /// <inheritdoc/>
    void IWiredVoice.Tell(WiredNews news) => _tell(news);

    /// <inheritdoc/>
    void IWiredVoice.Measure(WiredOpening opening, SensorPoint sensor) => _readings.Writer.TryWrite((opening, sensor));

    /// <inheritdoc/>
    bool IWiredVoice.Enqueue(WiredWork work) => Enqueue(work);

    private TimeSpan Now => MonotonicTime.Now(_time);

    private TimeSpan UntilDue()
    {
        if (_home.NextDue is not { } due)
        {
            return Timeout.InfiniteTimeSpan;
        }

        // A timer counts in milliseconds: one that fires a little early would only be set again.
        var wait = due - Now;
        return wait <= TimeSpan.Zero ? TimeSpan.Zero : TimeSpan.FromMilliseconds(Math.Min(Math.Ceiling(wait.TotalMilliseconds), 3_600_000));
    }

    private bool Enqueue(WiredWork work)
    {
        if (_queue.Writer.TryWrite(work))
        {
            return true;
        }

        Interlocked.Increment(ref _dropped);
        _hasDropped = true;
        return false;
    }

    private async ValueTask PostAsync(CancellationToken cancellationToken)
    {
        while (_said.TryDequeue(out var said))
        {
            await _inbox.PostAsync(said.Input, said.Lane, cancellationToken);
        }
    }

    /// <summary>Reads sensors one after the other until there are no more to read.</summary>
    private void Measure()
    {
        while (Waited(_readings.Reader.WaitToReadAsync()))
        {
            while (_readings.Reader.TryRead(out var reading))
            {
                var work = Read(reading.Opening, reading.Sensor);

                // A reading that finds no room would leave its sensor waiting for it: this one waits for room, unless the hub stops meanwhile.
                while (!_queue.Writer.TryWrite(work) && Waited(_queue.Writer.WaitToWriteAsync()))
                {
                }
            }
        }
    }

    private static WiredWork.Measured Read(WiredOpening opening, SensorPoint sensor)
    {
        try
        {
            return new WiredWork.Measured(opening, sensor, sensor.Sensor.Read(), null);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return new WiredWork.Measured(opening, sensor, 0, fault.Message);
        }
    }

    /// <summary>Waits on this thread, which has nothing else to do.</summary>
    private static bool Waited(ValueTask<bool> task) => task.AsTask().GetAwaiter().GetResult();
}
