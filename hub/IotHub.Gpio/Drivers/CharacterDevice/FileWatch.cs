using System.ComponentModel;
using Microsoft.Win32.SafeHandles;

namespace IotHub.Gpio.Drivers.CharacterDevice;

/// <summary>
/// One thread that waits for all device files at once, and a number to wake it by. What a file's reader does is done under one lock, so that a file that was
/// taken out is not read any more when <see cref="Remove"/> returns.
/// </summary>
internal sealed unsafe class FileWatch : IDisposable
{
    private readonly Lock _lock = new();
    private readonly Dictionary<SafeFileHandle, Action<short>> _readers = [];
    private readonly SafeFileHandle _wake;
    private readonly Thread _thread;
    private volatile bool _stops;
    private bool _started;

    /// <summary>Makes it; the thread starts with the first file.</summary>
    public FileWatch()
    {
        _wake = new SafeFileHandle(LibC.eventfd(0, LibC.NonBlocking | LibC.CloseOnExec), ownsHandle: true);
        if (_wake.IsInvalid)
        {
            throw new Win32Exception(LibC.LastError);
        }

        _thread = new Thread(Run) { IsBackground = true, Name = "gpio" };
    }

    /// <summary>Has a file watched.</summary>
    /// <param name="file">Open and without waiting (O_NONBLOCK); stays the caller's.</param>
    /// <param name="onReady">Called on the thread with what <c>poll</c> found. It must not throw, and returns at once.</param>
    public void Add(SafeFileHandle file, Action<short> onReady)
    {
        lock (_lock)
        {
            _readers.Add(file, onReady);
            if (!_started)
            {
                _started = true;
                _thread.Start();
            }
        }

        Wake();
    }

    /// <summary>Takes a file out; nothing of it is called after this returns. It may then be closed.</summary>
    public void Remove(SafeFileHandle file)
    {
        lock (_lock)
        {
            _readers.Remove(file);
        }

        Wake();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_stops)
        {
            return;
        }

        _stops = true;
        Wake();
        if (_started && Thread.CurrentThread != _thread)
        {
            _thread.Join();
        }

        _wake.Dispose();
    }

    private void Wake()
    {
        ulong one = 1;
        _ = LibC.write(_wake, &one, sizeof(ulong));
    }

    private void Run()
    {
        var files = new LibC.PolledFile[1];
        var handles = new SafeFileHandle[1];
        while (!_stops)
        {
            var count = Collect(ref files, ref handles);
            int found;
            fixed (LibC.PolledFile* first = files)
            {
                found = LibC.poll(first, (nuint)count, -1);
            }

            for (var i = 0; found > 0 && i < count; i++)
            {
                if (files[i].Found != 0)
                {
                    Dispatch(handles[i], files[i].Found);
                }
            }
        }
    }

    private int Collect(ref LibC.PolledFile[] files, ref SafeFileHandle[] handles)
    {
        lock (_lock)
        {
            var count = _readers.Count + 1;
            if (files.Length < count)
            {
                (files, handles) = (new LibC.PolledFile[count * 2], new SafeFileHandle[count * 2]);
            }

            (files[0], handles[0]) = (Polled(_wake), _wake);
            var i = 1;
            foreach (var file in _readers.Keys)
            {
                (files[i], handles[i]) = (Polled(file), file);
                i++;
            }

            return count;
        }
    }

    private static LibC.PolledFile Polled(SafeFileHandle file) => new() { File = (int)file.DangerousGetHandle(), Wanted = LibC.PollIn };

    private void Dispatch(SafeFileHandle file, short found)
    {
        if (file == _wake)
        {
            ulong count;
            _ = LibC.read(_wake, &count, sizeof(ulong));
            return;
        }

        lock (_lock)
        {
            if (_readers.TryGetValue(file, out var onReady))
            {
                onReady(found);
            }
        }
    }
}
