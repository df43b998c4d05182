namespace IotHub.DeviceSim.Cli;

/// <summary>Figures in a file.</summary>
internal static class ReportFile
{
    public static async Task WriteAsync(string path, string text)
    {
        try
        {
            await File.WriteAllTextAsync(path, text);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new SimulationException($"The report {path} cannot be written: {exception.Message}", exception);
        }
    }
}
