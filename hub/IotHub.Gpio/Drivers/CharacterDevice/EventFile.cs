using System.Collections.Immutable;
using IotHub.Gpio.Input;
using Microsoft.Win32.SafeHandles;

namespace IotHub.Gpio.Drivers.CharacterDevice;

/// <summary>An open input device and who listens to it.</summary>
internal sealed unsafe class EventFile
{
    private const nuint Grab = 0x40044590;
    private const nuint SetClock = 0x400445A0;
    private const int MonotonicClock = 1;
    private const int KeysMax = 0x300;
    private const nuint GetKeys = 0x80000000 | (KeysMax / 8 << 16) | 0x4518;
    private const int EventsAtOnce = 32;

    private readonly FileWatch _watch;
    private readonly SafeFileHandle _file;
    private readonly Action<EventFile> _forget;
    private ImmutableArray<Listening> _listeners = [];
    private bool _hasDropped;

    private EventFile(FileWatch watch, SafeFileHandle file, string name, Action<EventFile> forget)
    {
        (_watch, _file, Name, _forget) = (watch, file, name, forget);
        watch.Add(file, OnReady);
    }

    public string Name { get; }

    public bool IsLost { get; private set; }

    public static EventFile Open(FileWatch watch, string path, string name, Action<EventFile> forget)
    {
        var file = LibC.Open(path, LibC.ReadOnly | LibC.NonBlocking);
        if (file.IsInvalid)
        {
            throw new InputException(LibC.LastError is LibC.AccessDenied or LibC.NotPermitted
                ? $"The hub may not open {path} ({name}): its user has to be in the group input (see docs/operating/gpio.md)."
                : $"{path} ({name}) cannot be opened: {LibC.LastErrorText}.");
        }

        var clock = MonotonicClock;
        if (LibC.ioctl(file, SetClock, &clock) < 0 || LibC.ioctl(file, Grab, (void*)1) < 0)
        {
            var fault = new InputException(LibC.LastError == LibC.Busy ? $"The input device {name} is in use by somebody else." : $"{path} ({name}) cannot be used: {LibC.LastErrorText}.");
            file.Dispose();
            throw fault;
        }

        return new EventFile(watch, file, name, forget);
    }

    public IInputDevice Listen(IInputListener listener)
    {
        var listening = new Listening(this, listener);
        ImmutableInterlocked.Update(ref _listeners, all => all.Add(listening));
        return listening;
    }

    private bool IsDown(int code)
    {
        var bits = stackalloc byte[KeysMax / 8];
        return LibC.ioctl(_file, GetKeys, bits) < 0
            ? throw new InputException($"The input device {Name} does not tell its keys: {LibC.LastErrorText}.")
            : code is >= 0 and < KeysMax && (bits[code / 8] >> (code % 8) & 1) == 1;
    }

    private void Leave(Listening listening)
    {
        if (ImmutableInterlocked.Update(ref _listeners, all => all.Remove(listening)) && _listeners.IsEmpty)
        {
            // Closing lets the console have it again.
            _forget(this);
            _watch.Remove(_file);
            _file.Dispose();
        }
    }

    private void OnReady(short found)
    {
        var bytes = stackalloc byte[EventBytes.Size * EventsAtOnce];
        while (!IsLost)
        {
            var count = LibC.read(_file, bytes, (nuint)(EventBytes.Size * EventsAtOnce));
            if (count < 0)
            {
                if (LibC.LastError == LibC.Interrupted)
                {
                    continue;
                }

                if (LibC.LastError != LibC.TryAgain || (found & (LibC.PollError | LibC.PollHangUp | LibC.PollInvalid)) != 0)
                {
                    Lose();
                }

                return;
            }

            for (var at = 0; at < count; at += EventBytes.Size)
            {
                Take(new ReadOnlySpan<byte>(bytes + at, EventBytes.Size));
            }
        }
    }

    private void Take(ReadOnlySpan<byte> bytes)
    {
        var input = EventBytes.Read(bytes, IntPtr.Size, out var isDropped);
        if (isDropped)
        {
            _hasDropped = true;
            return;
        }

        if (input is not { } happened)
        {
            if (_hasDropped)
            {
                // What follows the next report is whole again; who keeps keys looks at them anew.
                _hasDropped = false;
                foreach (var listening in _listeners)
                {
                    listening.Listener.OnInput(new InputEvent(InputEventType.Key, -1, 0, TimeSpan.Zero));
                }
            }

            return;
        }

        foreach (var listening in _listeners)
        {
            listening.Listener.OnInput(happened);
        }
    }

    private void Lose()
    {
        IsLost = true;
        _watch.Remove(_file);
        _forget(this);
        foreach (var listening in _listeners)
        {
            listening.Listener.OnLost($"The input device {Name} has gone.");
        }
    }

    private sealed class Listening(EventFile file, IInputListener listener) : IInputDevice
    {
        private int _isDisposed;

        public IInputListener Listener => listener;

        public bool IsDown(int code) => file.IsDown(code);

        public void Dispose()
        {
            if (Interlocked.Exchange(ref _isDisposed, 1) == 0)
            {
                file.Leave(this);
            }
        }
    }
}
