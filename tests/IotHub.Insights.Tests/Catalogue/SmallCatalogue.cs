using System.Text;
using System.Text.Json.Nodes;
using IotHub.Insights.Catalogue;

namespace IotHub.Insights.Tests.Catalogue;

/// <summary>A catalogue small enough to be read in a test.</summary>
internal static class SmallCatalogue
{
    public const string Text = """
        {
          "format": 1, "version": 7, "issued": "2026-11-20T00:00:00Z", "sample": true,
          "partners": [{"id": "acorn", "name": {"en": "Acorn", "zh": "橡"}}, {"id": "birch", "name": {"en": "Birch", "zh": "桦"}}],
          "categories": [
            {"id": "lamp", "name": {"en": "lamp", "zh": "灯"}, "devices": ["light"]},
            {"id": "curtain", "name": {"en": "curtain motor", "zh": "窗帘电机"}, "devices": ["curtain"]},
            {"id": "air", "name": {"en": "air monitor", "zh": "检测仪"}, "devices": ["air-monitor"]},
            {"id": "lock", "name": {"en": "door lock", "zh": "门锁"}, "devices": ["lock"]}
          ],
          "shareRules": [{"id": "eight", "basisPoints": 800, "rounding": "half-even", "windowDays": 30, "cap": {"minor": 900, "currency": "EUR"}}],
          "products": [
            {"id": "acorn-lamp", "name": {"en": "Acorn lamp", "zh": "橡灯"}, "partner": "acorn", "category": "lamp", "role": "entry", "devices": ["light"], "price": {"minor": 1900, "currency": "EUR"}, "stock": 5, "regions": ["DE"], "transports": ["wifi"], "shareRule": "eight", "scenes": ["evening"]},
            {"id": "birch-curtain", "name": {"en": "Birch curtain", "zh": "桦帘"}, "partner": "birch", "category": "curtain", "role": "profit", "devices": ["curtain"], "price": {"minor": 9900, "currency": "EUR"}, "stock": 5, "regions": ["DE"], "transports": ["zigbee"], "shareRule": "eight", "scenes": ["evening"]},
            {"id": "acorn-air", "name": {"en": "Acorn air", "zh": "橡气"}, "partner": "acorn", "category": "air", "role": "profit", "devices": ["air-monitor"], "price": {"minor": 4900, "currency": "EUR"}, "stock": 5, "regions": ["DE"], "transports": ["wifi"]},
            {"id": "acorn-lock", "name": {"en": "Acorn lock", "zh": "橡锁"}, "partner": "acorn", "category": "lock", "role": "profit", "devices": ["lock"], "price": {"minor": 19900, "currency": "EUR"}, "stock": 5, "regions": ["DE"], "transports": ["wifi"], "requires": ["lamp"]}
          ],
          "consumables": [{"id": "lock-battery", "name": {"en": "battery", "zh": "电池"}, "part": "battery", "devices": ["lock"], "leadDays": 3, "typicalDays": 270, "link": "https://shop.example/battery"}],
          "scenes": [{"id": "evening", "name": {"en": "Evening", "zh": "傍晚"}, "needs": ["lamp", "curtain"]}],
          "model": {"version": "m1", "trainedOn": "nothing", "items": ["lamp", "curtain", "air", "lock"], "scale": 0.01, "weights": "ADIoCjIAFAVaZAAKCgoKAA==", "popularity": [40, 30, 20, 10]},
          "showing": {"holdoutPer10000": 0, "explorePer10000": 0}
        }
        """;

    public static byte[] Bytes => Encoding.UTF8.GetBytes(Text);

    /// <summary>The catalogue after a change.</summary>
    public static byte[] With(Action<JsonObject> change)
    {
        var root = JsonNode.Parse(Text)!.AsObject();
        change(root);
        return Encoding.UTF8.GetBytes(root.ToJsonString());
    }

    public static ProductCatalogue ParsedWith(Action<JsonObject> change) => SampleFiles.Parse(With(change));
}
