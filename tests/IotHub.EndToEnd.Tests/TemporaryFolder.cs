namespace IotHub.EndToEnd.Tests;

/// <summary>A fresh folder, removed at the end of the test.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    private readonly string _path = Directory.CreateTempSubdirectory("iothub-e2e-").FullName;

    public string At(params ReadOnlySpan<string> parts) => System.IO.Path.Combine([_path, .. parts]);

    public string Write(string name, string text)
    {
        var file = At(name);
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(file)!);
        File.WriteAllText(file, text);
        return file;
    }

    public void Dispose() => Directory.Delete(_path, recursive: true);
}
