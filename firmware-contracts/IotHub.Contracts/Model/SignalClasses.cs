namespace IotHub.Contracts.Model;

/// <summary>The one place that decides the class of a property from its contract.</summary>
public static class SignalClasses
{
    /// <summary>
    /// What the contract says (<c>signal</c>), where the format allows it; otherwise a kilowatt-hour that only the device sets is a counter, a number without a list of
    /// values is a measurement, and all else is a state. Other counters cannot be told from their names and units, so that a contract or an overlay has to say it.
    /// </summary>
    public static SignalClass Of(ContractProperty property)
    {
        if (!IsNumber(property))
        {
            return SignalClass.State;
        }

        if (property.Signal is { } said and not SignalClass.Event)
        {
            return said;
        }

        // The mean of two colours or of two modes means nothing.
        if (!property.ValueList.IsEmpty || property.Unit == MeasurementUnit.Rgb)
        {
            return SignalClass.State;
        }

        return property.Unit == MeasurementUnit.KilowattHours && !property.IsWritable ? SignalClass.Counter : SignalClass.Measurement;
    }

    private static bool IsNumber(ContractProperty property) =>
        property.Format is not (PropertyFormat.Boolean or PropertyFormat.String or PropertyFormat.Hex);
}
