using System.Collections.Immutable;
using IotHub.Gpio.Lines;
using Microsoft.Win32.SafeHandles;

namespace IotHub.Gpio.Drivers.CharacterDevice;

/// <summary>Lines that the kernel has given to this process, and holds for it until the file is closed, be it by its death.</summary>
internal sealed unsafe class CharacterDeviceLines : ILineGroup
{
    private const int EventsAtOnce = 32;

    private readonly FileWatch _watch;
    private readonly SafeFileHandle _file;
    private readonly LineChip _chip;
    private readonly ImmutableArray<int> _offsets;
    private readonly ILineListener _listener;
    private bool _isLost;

    public CharacterDeviceLines(FileWatch watch, SafeFileHandle file, LineChip chip, ImmutableArray<int> offsets, ILineListener listener)
    {
        (_watch, _file, _chip, _offsets, _listener) = (watch, file, chip, offsets, listener);
        _ = LibC.fcntl(file, LibC.SetFlags, LibC.NonBlocking);
        watch.Add(file, OnReady);
    }

    /// <inheritdoc/>
    public bool Debounces => true;

    /// <inheritdoc/>
    public ulong Read(ulong mask)
    {
        GpioAbi.Values values = new() { Mask = mask };
        return LibC.ioctl(_file, GpioAbi.GetValues, &values) < 0 ? throw Failed("read") : values.Bits & mask;
    }

    /// <inheritdoc/>
    public void Write(ulong mask, ulong values)
    {
        GpioAbi.Values message = new() { Mask = mask, Bits = values };
        if (LibC.ioctl(_file, GpioAbi.SetValues, &message) < 0)
        {
            throw Failed("set");
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (!_file.IsClosed)
        {
            _watch.Remove(_file);
            _file.Dispose();
        }
    }

    private LineException Failed(string what) => LibC.LastError == LibC.NoDevice
        ? new LineException(LineFault.Gone, Gone())
        : new LineException(LineFault.Unsuited, $"Lines of {_chip.Label} cannot be {what}: {LibC.LastErrorText}.");

    private string Gone() => $"The chip {_chip.Label} has gone.";

    private void OnReady(short found)
    {
        if ((found & LibC.PollIn) != 0)
        {
            ReadEvents();
        }

        if ((found & (LibC.PollError | LibC.PollHangUp | LibC.PollInvalid)) != 0)
        {
            Lose();
        }
    }

    private void ReadEvents()
    {
        var events = stackalloc GpioAbi.Event[EventsAtOnce];
        while (!_isLost)
        {
            var bytes = LibC.read(_file, events, (nuint)(EventsAtOnce * sizeof(GpioAbi.Event)));
            if (bytes < 0)
            {
                if (LibC.LastError == LibC.Interrupted)
                {
                    continue;
                }

                if (LibC.LastError != LibC.TryAgain)
                {
                    Lose();
                }

                return;
            }

            var count = (int)bytes / sizeof(GpioAbi.Event);
            for (var i = 0; i < count; i++)
            {
                ref var one = ref events[i];
                var at = TimeSpan.FromTicks((long)(one.TimestampNanoseconds / TimeSpan.NanosecondsPerTick));
                _listener.OnEdge(new LineEdge(_offsets.IndexOf((int)one.Offset), one.Id == GpioAbi.Rising, at, one.Sequence));
            }

            if (count < EventsAtOnce)
            {
                return;
            }
        }
    }

    private void Lose()
    {
        if (!_isLost)
        {
            _isLost = true;
            _watch.Remove(_file);
            _listener.OnLost(Gone());
        }
    }
}
