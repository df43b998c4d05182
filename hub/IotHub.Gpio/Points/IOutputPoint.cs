using IotHub.Contracts.Model;
using IotHub.Contracts.Values;
using IotHub.Gpio.Rules;

namespace IotHub.Gpio.Points;

/// <summary>Something that properties drive.</summary>
internal interface IOutputPoint
{
    /// <summary>When it changes by itself; null when it does not.</summary>
    TimeSpan? NextDue { get; }

    /// <summary>The properties that it has, and their values now; no value where it is not known.</summary>
    IEnumerable<(ContractProperty Property, PropertyValue Value)> Values { get; }

    /// <summary>Drives it.</summary>
    /// <param name="property">One of its properties.</param>
    /// <param name="value">In the kind of the property's format, and permitted by it.</param>
    /// <param name="now">The time.</param>
    /// <exception cref="IOException">The hardware is gone or refused.</exception>
    RelayAnswer Set(ContractProperty property, PropertyValue value, TimeSpan now);

    /// <summary>Time has passed.</summary>
    /// <exception cref="IOException">The hardware is gone or refused.</exception>
    void OnTime(TimeSpan now);

    /// <summary>The hub leaves it: it goes to its value for that.</summary>
    /// <exception cref="IOException">The hardware is gone or refused.</exception>
    void Leave();
}
