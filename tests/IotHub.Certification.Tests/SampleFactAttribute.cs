namespace IotHub.Certification.Tests;

/// <summary>A test that needs Mosquitto and Paho, which <c>tests/run</c> installs. Under CI a missing one is a failure.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class SampleFactAttribute : FactAttribute
{
    public const string Mosquitto = "/usr/sbin/mosquitto";
    public const string Python = "/usr/bin/python3";

    public SampleFactAttribute()
    {
        var isThere = File.Exists(Mosquitto) && File.Exists("/usr/lib/python3/dist-packages/paho/mqtt/client.py");
        Skip = isThere || Environment.GetEnvironmentVariable("CI") == "true" ? null : "not installed: mosquitto or python3-paho-mqtt; tests/run installs them";
    }
}
