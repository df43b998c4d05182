using System.Text.Json;
using System.Text.Json.Serialization;
using IotHub.Api.Automations;
using IotHub.Api.Board;
using IotHub.Api.Devices;
using IotHub.Api.Feedback;
using IotHub.Api.History;
using IotHub.Api.Homes;
using IotHub.Api.Insights;
using IotHub.Api.Makers;
using IotHub.Api.Makers.Certification;
using IotHub.Api.Makers.Simulation;
using IotHub.Api.Notices;
using IotHub.Api.Problems;
using IotHub.Api.Traces;

namespace IotHub.Api.Json;

/// <summary>How bodies are written and read. Strict on the way in: a member that is not known is an error, never passed over.</summary>
[JsonSourceGenerationOptions(
    JsonSerializerDefaults.Web,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    NumberHandling = JsonNumberHandling.Strict,
    PropertyNameCaseInsensitive = false,
    AllowDuplicateProperties = false,
    RespectNullableAnnotations = true,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    MaxDepth = 16,
    Converters = [typeof(PropertyValueConverter)])]
[JsonSerializable(typeof(ProblemBody))]
[JsonSerializable(typeof(DeviceBody[]))]
[JsonSerializable(typeof(BoardBody))]
[JsonSerializable(typeof(BoardLineBody[]))]
[JsonSerializable(typeof(BoardControlBody[]))]
[JsonSerializable(typeof(BounceBody))]
[JsonSerializable(typeof(KeyPressBody))]
[JsonSerializable(typeof(PressBody))]
[JsonSerializable(typeof(TurnBody))]
[JsonSerializable(typeof(PullBody))]
[JsonSerializable(typeof(DevicePatchBody))]
[JsonSerializable(typeof(AdoptBody))]
[JsonSerializable(typeof(FoundBody[]))]
[JsonSerializable(typeof(JoiningBody))]
[JsonSerializable(typeof(DeviceUseBody[]))]
[JsonSerializable(typeof(ArrangementBody))]
[JsonSerializable(typeof(ArrangementPutBody))]
[JsonSerializable(typeof(ReplaceBody))]
[JsonSerializable(typeof(ReplacementBody))]
[JsonSerializable(typeof(CommandRequestBody))]
[JsonSerializable(typeof(CommandBody))]
[JsonSerializable(typeof(HistoryBody))]
[JsonSerializable(typeof(SignalHistoryBody))]
[JsonSerializable(typeof(EnergyBody))]
[JsonSerializable(typeof(ErasedBody))]
[JsonSerializable(typeof(AutomationBody[]))]
[JsonSerializable(typeof(AutomationPatchBody))]
[JsonSerializable(typeof(SceneBody[]))]
[JsonSerializable(typeof(ValidationBody))]
[JsonSerializable(typeof(FindingsBody))]
[JsonSerializable(typeof(DocumentBody[]))]
[JsonSerializable(typeof(VersionBody[]))]
[JsonSerializable(typeof(DifferenceBody))]
[JsonSerializable(typeof(RestoreBody))]
[JsonSerializable(typeof(ImportBody))]
[JsonSerializable(typeof(PreviewRequestBody))]
[JsonSerializable(typeof(PreviewBody))]
[JsonSerializable(typeof(CertificationBody))]
[JsonSerializable(typeof(CertificationOrderBody))]
[JsonSerializable(typeof(CertificationAnswerBody))]
[JsonSerializable(typeof(SimulationBody))]
[JsonSerializable(typeof(SimulatedDetailBody))]
[JsonSerializable(typeof(SimulatedValueBody))]
[JsonSerializable(typeof(SimulatedArgumentsBody))]
[JsonSerializable(typeof(SimulatedFaultChangeBody))]
[JsonSerializable(typeof(SimulatedPowerBody))]
[JsonSerializable(typeof(SimulatedPauseBody))]
[JsonSerializable(typeof(SimulatedAddBody))]
[JsonSerializable(typeof(SimulatedAddedBody))]
[JsonSerializable(typeof(ContractSummaryBody[]))]
[JsonSerializable(typeof(ContractBody))]
[JsonSerializable(typeof(DecisionBody[]))]
[JsonSerializable(typeof(RejectionBody[]))]
[JsonSerializable(typeof(CountersBody))]
[JsonSerializable(typeof(HealthBody))]
[JsonSerializable(typeof(RunBody[]))]
[JsonSerializable(typeof(RunTraceBody))]
[JsonSerializable(typeof(WhyNotBody[]))]
[JsonSerializable(typeof(WhyBody))]
[JsonSerializable(typeof(SentCommandBody[]))]
[JsonSerializable(typeof(ConsentBody[]))]
[JsonSerializable(typeof(ConsentChangeBody))]
[JsonSerializable(typeof(ConsentChangedBody))]
[JsonSerializable(typeof(ReceiptBody[]))]
[JsonSerializable(typeof(UsageEventsBody))]
[JsonSerializable(typeof(UsageLedgerBody))]
[JsonSerializable(typeof(DeadLetterBody[]))]
[JsonSerializable(typeof(UplinkBody[]))]
[JsonSerializable(typeof(UsageErasedBody))]
[JsonSerializable(typeof(ConsumableBody[]))]
[JsonSerializable(typeof(ReplacedBody))]
[JsonSerializable(typeof(PutOffBody))]
[JsonSerializable(typeof(CatalogueBody))]
[JsonSerializable(typeof(ProductBody[]))]
[JsonSerializable(typeof(CompatibilityBody))]
[JsonSerializable(typeof(RecommendationsBody))]
[JsonSerializable(typeof(ShownBody))]
[JsonSerializable(typeof(AttributionBody))]
[JsonSerializable(typeof(LedgerCheckBody))]
[JsonSerializable(typeof(OrderBody))]
[JsonSerializable(typeof(OrderedBody))]
[JsonSerializable(typeof(ReturnBody))]
[JsonSerializable(typeof(NoticesBody))]
[JsonSerializable(typeof(NoticeReadBody))]
[JsonSerializable(typeof(NoticeUnreadBody))]
[JsonSerializable(typeof(FeedbackSendBody))]
[JsonSerializable(typeof(FeedbackBody[]))]
[JsonSerializable(typeof(FeedbackSentBody))]
[JsonSerializable(typeof(IdeaBody[]))]
[JsonSerializable(typeof(VoteBody))]
[JsonSerializable(typeof(RingBody))]
[JsonSerializable(typeof(ShippedBody[]))]
[JsonSerializable(typeof(ShippedSeenBody))]
[JsonSerializable(typeof(JsonElement))]
internal sealed partial class ApiJson : JsonSerializerContext;
