using System.Collections.Concurrent;
using IotHub.Gpio.Input;
using IotHub.Gpio.Sysfs;

namespace IotHub.Gpio.Drivers.CharacterDevice;

/// <summary>Input devices by <c>/dev/input/eventN</c>. One file for each device, however many listen: the second to take it for itself would be refused.</summary>
/// <param name="watch">Waits for the files.</param>
/// <param name="tree">Where names are.</param>
/// <param name="folder">Where the device files are.</param>
internal sealed class EventDeviceDriver(FileWatch watch, SysfsTree tree, string folder = "/dev/input") : IInputDriver
{
    // Opened by one thread, forgotten by that or by the watch's.
    private readonly ConcurrentDictionary<string, EventFile> _files = new(StringComparer.Ordinal);

    /// <inheritdoc/>
    public IInputDevice Open(string name, IInputListener listener)
    {
        if (_files.TryGetValue(name, out var open) && !open.IsLost)
        {
            return open.Listen(listener);
        }

        var entry = tree.Entries("class/input", "event").FirstOrDefault(one => SysfsTree.TryRead(Path.Combine(one, "device", "name")) == name)
            ?? throw new InputException($"There is no input device {name}: is its overlay in config.txt?");
        var file = EventFile.Open(watch, Path.Combine(folder, Path.GetFileName(entry)), name, Forget);
        _files[name] = file;
        return file.Listen(listener);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        // The watch is shared with the lines and ends after both.
    }

    private void Forget(EventFile file) => _files.TryRemove(KeyValuePair.Create(file.Name, file));
}
