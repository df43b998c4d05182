using System.Collections.Immutable;
using IotHub.Automation.Actions;
using IotHub.Contracts.Model;
using IotHub.Contracts.Values;
using IotHub.Devices.Registry;

namespace IotHub.Automation.Engine.Runs;

/// <summary>Numbers that go from what is reported to what is wanted, in even steps.</summary>
/// <param name="Begin">When it began.</param>
/// <param name="Duration">How long it takes.</param>
/// <param name="Devices">What each device goes from and to.</param>
internal sealed record ValueRamp(DateTimeOffset Begin, TimeSpan Duration, ImmutableArray<ValueRamp.DeviceRamp> Devices)
{
    // Half a second looks smooth on a lamp that eases its own steps, and devices take ten messages a second at most.
    private static readonly TimeSpan StepMin = TimeSpan.FromMilliseconds(500);

    // A lamp has a hundred levels; more steps than that cannot be seen.
    private const int StepsMax = 100;

    private TimeSpan Step => TimeSpan.FromTicks(Math.Max(StepMin.Ticks, Duration.Ticks / StepsMax));

    /// <summary>When the next step is due; null after the last.</summary>
    public DateTimeOffset? After(DateTimeOffset now)
    {
        var end = Begin + Duration;
        if (now >= end)
        {
            return null;
        }

        var steps = ((now - Begin).Ticks / Step.Ticks) + 1;
        var next = Begin + (steps * Step);
        return next < end ? next : end;
    }

    /// <summary>The values of this moment; on the last step exactly what is wanted.</summary>
    public ImmutableArray<DeviceValues> At(DateTimeOffset now)
    {
        var part = Duration <= TimeSpan.Zero ? 1 : Math.Clamp((now - Begin) / Duration, 0, 1);
        return [.. Devices.Select(device => new DeviceValues(device.Device, [.. device.Values.Select(value => new PropertyReading(value.Property, value.At(part)))]))];
    }

    /// <summary>The part of one device.</summary>
    internal sealed record DeviceRamp(Device Device, ImmutableArray<PropertyRamp> Values);

    /// <summary>One number on its way.</summary>
    internal sealed record PropertyRamp(ContractProperty Property, double From, PropertyValue To)
    {
        public PropertyValue At(double part)
        {
            if (part >= 1 || !To.TryGetNumber(out var to))
            {
                return To;
            }

            var number = From + ((to - From) * part);
            var step = Property.Range?.Step is { } wide and > 0 ? wide : Property.Format == PropertyFormat.Float ? 0 : 1;
            var origin = Property.Range?.Minimum ?? 0;
            number = step > 0 ? origin + (Math.Round((number - origin) / step, MidpointRounding.AwayFromZero) * step) : number;
            return ValueCoercion.TryCheck(Property, PropertyValue.FromNumber(number), out var value, out _) ? value : To;
        }
    }
}
