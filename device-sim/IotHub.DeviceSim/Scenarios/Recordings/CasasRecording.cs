namespace IotHub.DeviceSim.Scenarios.Recordings;

/// <summary>Recordings of the CASAS form, see <see cref="CasasReader"/>.</summary>
internal static class CasasRecording
{
    public static async Task<Recording> ReadAsync(TextReader text, TimeZoneInfo zone, long? limit, CancellationToken cancellationToken)
    {
        var builder = new RecordingBuilder();
        var reader = new CasasReader(zone);
        var sensors = new Dictionary<CasasSensor, RecordedSensor>();
        await foreach (var line in reader.ReadAsync(text, cancellationToken))
        {
            if (line.Number > limit)
            {
                break;
            }

            builder.NextLine();
            builder.WentBack += line.WentBack ? 1 : 0;
            if (line.Rejection is { } reason)
            {
                builder.Reject(line.Number, reason.ToString(), line.Message);
            }
            else if (line.Event is { } happened)
            {
                builder.EventLines++;
                if (!sensors.TryGetValue(happened.Sensor, out var sensor))
                {
                    sensor = Map(happened.Sensor);
                    sensors.Add(happened.Sensor, sensor);
                }

                builder.Add(new RecordedEvent(line.Number, happened.At, sensor, happened.Value));
            }
            else
            {
                builder.Blank++;
            }
        }

        return builder.Build();
    }

    private static RecordedSensor Map(CasasSensor sensor) =>
        sensor.Kind == CasasSensorKind.Motion
            ? new RecordedSensor(sensor.Did, sensor.Spot, sensor.Location, "motion-sensor", "motion-sensor.motion-state")
            : new RecordedSensor(sensor.Did, sensor.Spot, sensor.Location, "contact-sensor", "contact-sensor.contact-state");
}
