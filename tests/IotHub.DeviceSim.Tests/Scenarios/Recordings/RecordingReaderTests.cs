using IotHub.DeviceSim.Scenarios.Recordings;
using IotHub.Testing;

namespace IotHub.DeviceSim.Tests.Scenarios.Recordings;

public sealed class RecordingReaderTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [CorpusFact]
    public async Task ReadAsync_KasterenA_AccountsForEachLine()
    {
        var recording = await RecordingReader.ReadAsync(Corpus.Path("kasteren-house-a", "kasterenSenseData.txt"), RecordingFormat.Kasteren, TimeZoneInfo.Utc, null, CancellationToken.None);
        Check(recording, 1_343, 1_319, 14);
        Assert.Equal(2 * 1_319, recording.Events.Length);
        Assert.Equal(2 * 120, recording.Events.Count(happened => happened.Sensor.Did == "hall-bedroom-door"));
        Assert.Equal(("outlet", "switch.on"), Kind(recording, "washingmachine"));
        Assert.Equal(("motion-sensor", "motion-sensor.motion-state"), Kind(recording, "toilet-flush"));
        Assert.Equal(("contact-sensor", "contact-sensor.contact-state"), Kind(recording, "frontdoor"));
        Assert.Equal(new DateTimeOffset(2008, 2, 25, 0, 20, 14, TimeSpan.Zero), recording.Events[0].At);
    }

    [CorpusFact]
    public async Task ReadAsync_Mit1_AccountsForEachLine()
    {
        var recording = await RecordingReader.ReadAsync(Corpus.Path("mit-home-1", "activities_data.csv"), RecordingFormat.Mit, TimeZoneInfo.Utc, null, CancellationToken.None);
        Check(recording, 1_475, 885, 72);
        Assert.Equal(590, recording.Notes);
        Assert.Equal(152, recording.Repeated);
        Assert.Equal(2 * (2_772 - 152), recording.Events.Length);
        Assert.Equal(16, recording.Events.Select(happened => happened.At.Date).Distinct().Count(day => day <= new DateTime(2003, 4, 12)));
        Assert.Equal(("outlet", "switch.on"), Kind(recording, "kitchen-microwave-143"));
        Assert.Equal(("light", "light.on"), Kind(recording, "bathroom-light-switch-101"));
    }

    [Fact]
    public async Task ReadAsync_KasterenFaults_AreRejectedWithTheirReason()
    {
        var recording = await ReadAsync(
            RecordingFormat.Kasteren,
            """
            Sensor IDs are:
                [ 1]    'Microwave'
                [12]    'Frontdoor'

            Start time	End time	ID	Val
            25-Feb-2008 09:49:58	25-Feb-2008 09:50:04	1	1
            25-Feb-2008 09:49:58	25-Feb-2008 09:50:04	1	1
            25-Feb-2008 09:49:00	25-Feb-2008 09:55:00	12	1
            25-Feb-2008 09:49:58	1	1
            25-Fub-2008 09:49:58	25-Feb-2008 09:50:04	1	1
            25-Feb-2008 09:50:58	25-Feb-2008 09:50:04	1	1
            25-Feb-2008 09:49:58	25-Feb-2008 09:50:04	7	1
            """);
        Assert.Equal((12, 3, 4, 1, 1), (recording.Lines, recording.EventLines, recording.Notes, recording.Blank, recording.Repeated));
        Assert.Equal(["BadTime 1", "EndsBeforeItBegins 1", "TooFewColumns 1", "UnknownSensor 1"], recording.Rejected.Select(pair => $"{pair.Key} {pair.Value}"));
        Assert.Equal(
            ["09:49:00 frontdoor False", "09:49:58 microwave True", "09:50:04 microwave False", "09:55:00 frontdoor True"],
            recording.Events.Select(happened => $"{happened.At:HH:mm:ss} {happened.Sensor.Did} {happened.Value}"));
        Assert.StartsWith("line 9: Found 3 columns", recording.FirstRejections[0], StringComparison.Ordinal);
    }

    [Fact]
    public async Task ReadAsync_MitFaults_AreRejectedWithTheirReason()
    {
        await File.WriteAllTextAsync(_folder.At("sensors.csv"), "100,Bathroom,Toilet Flush \r\n68,Bathroom,Sink faucet - hot\r\n");
        var recording = await ReadAsync(
            RecordingFormat.Mit,
            """
            Toileting,4/1/2003,17:30:36,17:46:41
            100,68
            Toilet Flush,Sink faucet - hot
            23:39:37,17:39:46
            0:10:57,17:39:52
            rubbish
            Toileting,4/2/2003,17:30:36,17:46:41
            100,68
            Toilet Flush,Sink faucet - hot
            17:39:37
            18:10:57,17:39:52
            Toileting,4/2/2003,17:30:36,17:46:41
            7
            Lamp
            17:39:37
            18:10:57
            Toileting,4/2/2003,17:30:36,17:46:41
            100
            """);
        Assert.Equal((18, 3, 2), (recording.Lines, recording.EventLines, recording.Notes));
        Assert.Equal(["CountsDiffer 5", "NoHeading 1", "TooFewColumns 2", "UnknownSensor 5"], recording.Rejected.Select(pair => $"{pair.Key} {pair.Value}"));
        Assert.Equal(
            ["01 17:39:46 bathroom-sink-faucet-hot-68 True", "01 17:39:52 bathroom-sink-faucet-hot-68 False", "01 23:39:37 bathroom-toilet-flush-100 True", "02 00:10:57 bathroom-toilet-flush-100 False"],
            recording.Events.Select(happened => $"{happened.At:dd HH:mm:ss} {happened.Sensor.Did} {happened.Value}"));
    }

    private static void Check(Recording recording, long lines, long eventLines, int sensors)
    {
        Assert.Empty(recording.FirstRejections);
        Assert.Equal((lines, eventLines, sensors), (recording.Lines, recording.EventLines, recording.Sensors.Length));
        Assert.Equal(lines, recording.EventLines + recording.Notes + recording.Blank);
        Assert.Equal(recording.Events.Select(happened => happened.At).Order(), recording.Events.Select(happened => happened.At));
        Assert.All(recording.Sensors, sensor => Assert.True(SimContracts.Catalogue.TryGetKind(sensor.Contract, out var contract) && contract.TryGetProperty(sensor.Property, out _), sensor.Did));
        Assert.Equal(sensors, recording.Sensors.Select(sensor => sensor.Did).Distinct().Count());
    }

    private static (string, string) Kind(Recording recording, string did)
    {
        var sensor = recording.Sensors.First(candidate => candidate.Did == did);
        return (sensor.Contract, sensor.Property);
    }

    private async Task<Recording> ReadAsync(RecordingFormat format, string text)
    {
        var path = _folder.At("recording.txt");
        await File.WriteAllTextAsync(path, text);
        return await RecordingReader.ReadAsync(path, format, TimeZoneInfo.Utc, null, CancellationToken.None);
    }
}
