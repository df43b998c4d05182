using System.Globalization;
using IotHub.Broker.Limits;
using IotHub.Broker.Listeners;

namespace IotHub.BrokerProcess;

/// <summary>The arguments after the port: <c>name=value</c>, where a name is a listener, a file or a limit.</summary>
internal sealed class BrokerArguments(string[] args)
{
    private static readonly string[] NotLimits = ["ws", "unix", "tls", "cert", "key", "ca", "kestrel"];

    private readonly Dictionary<string, string> _values = args.Skip(1).Select(argument => argument.Split('=', 2)).ToDictionary(pair => pair[0], pair => pair[1]);

    /// <summary>The value given; null for none.</summary>
    public string? this[string name] => _values.GetValueOrDefault(name);

    /// <summary>Null where none is asked for.</summary>
    public MqttTls? LoadTls() => this["tls"] is null
        ? null
        : MqttTls.Load(new MqttTlsOptions
        {
            CertificateFile = this["cert"] ?? throw new ArgumentException("tls needs cert=PEM."),
            KeyFile = this["key"],
            ClientAuthoritiesFile = this["ca"],
        });

    /// <summary>The limits with those given; times in seconds.</summary>
    public BrokerLimits ReadLimits()
    {
        // Races open more connections than a home has.
        var limits = new BrokerLimits { ConnectionsMax = 20_000, SessionsMax = 40_000 };
        foreach (var (name, text) in _values.Where(pair => !NotLimits.Contains(pair.Key)))
        {
            var limit = typeof(BrokerLimits).GetProperty(name) ?? throw new ArgumentException($"'{name}' is no limit of the broker.");
            var value = limit.PropertyType == typeof(TimeSpan)
                ? TimeSpan.FromSeconds(double.Parse(text, CultureInfo.InvariantCulture))
                : Convert.ChangeType(text, limit.PropertyType, CultureInfo.InvariantCulture);
            limit.SetValue(limits, value);
        }

        return limits;
    }
}
