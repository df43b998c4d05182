using IotHub.Contracts.Labels;
using IotHub.Contracts.Model;

namespace IotHub.Api.Makers;

/// <summary>Contracts as bodies, in the public specification's words for formats and access.</summary>
internal static class ContractText
{
    public static ContractBody Compose(DeviceContract contract, LabelTexts texts, IEnumerable<string> languages) => new(
        contract.Type.Text,
        contract.Kind,
        texts.Language is { } language ? ContractLanguage.Tag(language) : null,
        [.. languages.Select(ContractLanguage.Tag)],
        texts.Device(contract),
        texts.About(contract),
        contract.Description,
        Seconds(contract.ReportInterval),
        [.. contract.Services.Select(service => Compose(service, texts))]);

    public static string Format(PropertyFormat format) => format switch
    {
        PropertyFormat.Boolean => "bool",
        PropertyFormat.UInt8 => "uint8",
        PropertyFormat.UInt16 => "uint16",
        PropertyFormat.UInt32 => "uint32",
        PropertyFormat.UInt64 => "uint64",
        PropertyFormat.Int8 => "int8",
        PropertyFormat.Int16 => "int16",
        PropertyFormat.Int32 => "int32",
        PropertyFormat.Int64 => "int64",
        PropertyFormat.Float => "float",
        PropertyFormat.Hex => "hex",
        _ => "string",
    };

    public static IReadOnlyList<string> Access(PropertyAccess access) =>
    [
        .. access.HasFlag(PropertyAccess.Read) ? ["read"] : (string[])[],
        .. access.HasFlag(PropertyAccess.Write) ? ["write"] : (string[])[],
        .. access.HasFlag(PropertyAccess.Notify) ? ["notify"] : (string[])[],
    ];

    private static ContractServiceBody Compose(ContractService service, LabelTexts texts) => new(
        service.Key,
        service.Type.Text,
        texts.Service(service),
        service.Description,
        [.. service.Properties.Select(property => Compose(property, service, texts))],
        [.. service.Actions.Select(action => new ContractActionBody(action.Key, action.Type.Text, texts.Action(action), Keys(action.In), Keys(action.Out), Confirmations.Asks(action) ? true : null))],
        [.. service.Events.Select(one => new ContractEventBody(one.Key, one.Type.Text, texts.Event(one), Keys(one.Arguments)))]);

    private static ContractPropertyBody Compose(ContractProperty property, ContractService service, LabelTexts texts) => new(
        property.Key,
        property.Type.Text,
        texts.Property(property),
        Format(property.Format),
        Access(property.Access),
        property.RawUnit,
        property.Range is { } range ? new ContractRangeBody(range.Minimum, range.Maximum, range.Step) : null,
        property.ValueList.IsDefaultOrEmpty ? null : [.. property.ValueList.Select(entry => new ContractChoiceBody(entry.Value, entry.Name, texts.Value(property, entry)))],
        property.LengthMax,
        Seconds(property.ReportInterval),
        property.Consumable is { } consumable ? Compose(consumable, service) : null,
        Confirmations.MayAsk(property) ? true : null,
        property.Confirm is { IsAlways: false, Values.IsEmpty: false } rule ? rule.Values : null);

    private static ContractConsumableBody Compose(Consumable consumable, ContractService service) => new(
        consumable.Name, service.Actions.FirstOrDefault(action => action.Iid == consumable.ResetIid)?.Key, consumable.Low);

    private static IReadOnlyList<string> Keys(IEnumerable<ContractProperty> properties) => [.. properties.Select(property => property.Key)];

    private static int? Seconds(TimeSpan? interval) => interval is { } span ? (int)span.TotalSeconds : null;
}
