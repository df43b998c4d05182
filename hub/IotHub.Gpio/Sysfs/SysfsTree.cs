using System.Globalization;
using System.Text;

namespace IotHub.Gpio.Sysfs;

/// <summary>The kernel's devices as files. One reader for all classes of drivers.</summary>
/// <param name="root">Where it is mounted; a folder of the same shape for tests.</param>
internal sealed class SysfsTree(string root = "/sys")
{
    // No attribute is longer than a page.
    private const int AttributeBytesMax = 4096;

    private static readonly UTF8Encoding Utf8 = new(false);

    /// <summary>A path below the root.</summary>
    public string At(params ReadOnlySpan<string> parts) => Path.Combine([root, .. parts]);

    /// <summary>Folders of a class whose name begins with something, in the order of their numbers; none where the class is not there.</summary>
    public IEnumerable<string> Entries(string folder, string prefix)
    {
        var path = At(folder);
        return Directory.Exists(path)
            ? Directory.EnumerateFileSystemEntries(path, prefix + "*").OrderBy(entry => entry.Length).ThenBy(entry => entry, StringComparer.Ordinal)
            : [];
    }

    /// <summary>
    /// The one of several devices that has a name, and belongs to the device that is meant.
    /// </summary>
    /// <param name="folder">Of the class.</param>
    /// <param name="prefix">How its entries begin.</param>
    /// <param name="name">What is in the entry's <c>name</c>; null for any.</param>
    /// <param name="owner">The device that it belongs to, such as <c>1-0076</c>; null for the first.</param>
    public string? Find(string folder, string prefix, string? name, string? owner) =>
        Entries(folder, prefix).FirstOrDefault(entry => (name is null || TryRead(Path.Combine(entry, "name")) == name) && (owner is null || OwnerOf(entry) == owner));

    /// <summary>What an attribute says, without the white space around it; null where it is not there.</summary>
    /// <exception cref="SysfsException">It is there and cannot be read.</exception>
    public static string? TryRead(string path)
    {
        try
        {
            using var file = File.OpenHandle(path);
            var buffer = new byte[AttributeBytesMax];
            return Utf8.GetString(buffer.AsSpan(0, RandomAccess.Read(file, buffer, 0))).Trim();
        }
        catch (Exception fault) when (fault is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw Failed(path, "read", fault);
        }
    }

    /// <summary>A number that an attribute says.</summary>
    /// <exception cref="SysfsException">It is not there, cannot be read, or is no number.</exception>
    public static double ReadNumber(string path) => TryReadNumber(path) ?? throw new SysfsException($"{path} is not there.");

    /// <summary>A number that an attribute says; null where it is not there.</summary>
    /// <exception cref="SysfsException">It cannot be read or is no number.</exception>
    public static double? TryReadNumber(string path)
    {
        if (TryRead(path) is not { } text)
        {
            return null;
        }

        // Some drivers write decimals where others write whole numbers.
        return double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number)
            ? number
            : throw new SysfsException($"{path} says \"{(text.Length > 40 ? text[..40] : text)}\", which is no number.");
    }

    /// <summary>Writes an attribute in one call, as the kernel wants it.</summary>
    /// <exception cref="SysfsException">It is not there, may not be written, or the kernel refused the value.</exception>
    public static void Write(string path, string value)
    {
        try
        {
            using var file = File.OpenHandle(path, FileMode.Truncate, FileAccess.Write);
            RandomAccess.Write(file, Utf8.GetBytes(value), 0);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw Failed(path, $"set to {value}", fault);
        }
    }

    /// <summary>Fails where an attribute may not be written, and changes nothing: a device that cannot be driven is not there.</summary>
    /// <exception cref="SysfsException">It is not there, or may not be written.</exception>
    public static void DemandWrite(string path)
    {
        try
        {
            File.OpenHandle(path, FileMode.Open, FileAccess.Write).Dispose();
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw Failed(path, "written", fault);
        }
    }

    /// <summary>Writes a number.</summary>
    /// <exception cref="SysfsException">As above.</exception>
    public static void Write(string path, long value) => Write(path, value.ToString(CultureInfo.InvariantCulture));

    /// <summary>The device that an entry of a class belongs to: where its <c>device</c> link leads, or the folder above it.</summary>
    private static string? OwnerOf(string entry)
    {
        var device = Path.Combine(entry, "device");
        if (Directory.Exists(device))
        {
            return Path.GetFileName(Directory.ResolveLinkTarget(device, returnFinalTarget: true)?.FullName ?? device);
        }

        var real = Directory.ResolveLinkTarget(entry, returnFinalTarget: true)?.FullName ?? entry;
        return Path.GetFileName(Path.GetDirectoryName(real));
    }

    private static SysfsException Failed(string path, string what, Exception fault) => fault switch
    {
        UnauthorizedAccessException => new SysfsException($"The hub may not use {path} (see docs/operating/gpio.md for its rights).", fault),
        _ => new SysfsException($"{path} cannot be {what}: {fault.Message}", fault),
    };
}
