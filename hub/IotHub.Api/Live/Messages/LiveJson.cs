using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using IotHub.Api.Json;

namespace IotHub.Api.Live.Messages;

/// <summary>How the messages of <c>hub.v1</c> are written and read.</summary>
[JsonSourceGenerationOptions(
    JsonSerializerDefaults.Web,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    NumberHandling = JsonNumberHandling.Strict,
    PropertyNameCaseInsensitive = false,
    AllowDuplicateProperties = false,
    MaxDepth = 16,
    Converters = [typeof(PropertyValueConverter)])]
[JsonSerializable(typeof(SnapMessage))]
[JsonSerializable(typeof(ResumeMessage))]
[JsonSerializable(typeof(DeltaMessage))]
[JsonSerializable(typeof(EventMessage))]
[JsonSerializable(typeof(NoticeMessage))]
[JsonSerializable(typeof(AckMessage))]
[JsonSerializable(typeof(PongMessage))]
[JsonSerializable(typeof(ErrorMessage))]
[JsonSerializable(typeof(ClientFrame))]
internal sealed partial class LiveJson : JsonSerializerContext
{
    public static byte[] Write(SnapMessage message) => Write(message, Default.SnapMessage);

    public static byte[] Write(ResumeMessage message) => Write(message, Default.ResumeMessage);

    public static byte[] Write(DeltaMessage message) => Write(message, Default.DeltaMessage);

    public static byte[] Write(EventMessage message) => Write(message, Default.EventMessage);

    public static byte[] Write(NoticeMessage message) => Write(message, Default.NoticeMessage);

    public static byte[] Write(AckMessage message) => Write(message, Default.AckMessage);

    public static byte[] Write(PongMessage message) => Write(message, Default.PongMessage);

    public static byte[] Write(ErrorMessage message) => Write(message, Default.ErrorMessage);

    private static byte[] Write<T>(T message, JsonTypeInfo<T> type) => JsonSerializer.SerializeToUtf8Bytes(message, type);
}
