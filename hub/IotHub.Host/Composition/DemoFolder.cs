namespace IotHub.Host.Composition;

/// <summary>The fresh folder of a demo; removed when the demo ends.</summary>
internal sealed class DemoFolder : IDisposable
{
    private DemoFolder(string path) => Path = path;

    /// <summary>Where it is.</summary>
    public string Path { get; }

    /// <summary>Makes one, and puts the demo's automations and scenes into it.</summary>
    public static DemoFolder Create()
    {
        var folder = Directory.CreateTempSubdirectory("iothub-demo-").FullName;
        foreach (var kind in (ReadOnlySpan<string>)["automations", "scenes"])
        {
            var target = Directory.CreateDirectory(System.IO.Path.Combine(folder, kind)).FullName;
            foreach (var file in Directory.EnumerateFiles(System.IO.Path.Combine(AppContext.BaseDirectory, "demo", kind), "*.json"))
            {
                File.Copy(file, System.IO.Path.Combine(target, System.IO.Path.GetFileName(file)));
            }
        }

        return new DemoFolder(folder);
    }

    /// <inheritdoc/>
    public void Dispose() => Directory.Delete(Path, recursive: true);
}
