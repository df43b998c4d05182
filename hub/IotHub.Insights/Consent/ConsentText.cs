using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;

namespace IotHub.Insights.Consent;

/// <summary>The words in which a class is explained before it is granted.</summary>
/// <param name="Class">Which.</param>
/// <param name="En">In English.</param>
/// <param name="Zh">In Chinese.</param>
public sealed record ConsentText(ConsentClass Class, string En, string Zh)
{
    /// <summary>Rises whenever any of the words change: what was granted under other words has to be granted anew.</summary>
    public const int PolicyVersion = 2;

    /// <summary>All of them, in order of classes.</summary>
    public static ImmutableArray<ConsentText> All { get; } =
    [
        new(
            ConsentClass.Essential,
            "That the hub runs, which consents you gave, and that something is to be erased. It stays on the hub as long as you grant nothing else.",
            "中枢是否运行、您给出的同意，以及删除请求。只要您没有开启其他任何一项，这些都只留在中枢里。"),
        new(
            ConsentClass.Product,
            "Which kinds of products join or leave your home, whether they were reachable or failed, and which of their parts run low or were replaced. No names, no rooms, no serial numbers.",
            "哪些类型的产品加入或离开您的家、它们是否在线或出错，以及哪些耗材即将用完或已更换。不含名称、房间或序列号。"),
        new(
            ConsentClass.Usage,
            "How often functions, scenes and automations are used, as one count for each day and part of the day; that a scene or an automation was written, by its kind; which parts of the hub you used for the first time. Never by whom or in which room.",
            "各项功能、场景和自动化的使用次数，按天和时段合计；新建了哪一类场景或自动化；首次使用了中枢的哪些部分。从不包含使用者或房间。"),
        new(
            ConsentClass.Recommendation,
            "Which recommendations you were shown and what came of them: followed, turned down, ordered, or a device that joined; so that partners are paid fairly. What you own is compared on the hub itself.",
            "向您展示了哪些推荐以及结果如何（查看、拒绝、下单或有设备加入），以便合作伙伴得到公平的报酬。您拥有什么只在中枢本地比较。"),
        new(
            ConsentClass.Feedback,
            "That you sent an idea, a vote or a report, of which kind, and about which type of product; which ring you chose, and which version runs after an update. Never what you wrote: that stays on the hub.",
            "您提交过想法、投票或报告这件事本身，及其类别和所涉及的产品类型；您选择的发布通道，以及更新后运行的版本。从不包含您写下的内容，它只留在中枢里。"),
    ];

    /// <summary>SHA-256 of the words, 64 lower-case hexadecimal digits.</summary>
    public string Hash { get; } = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{PolicyVersion}\n{Class}\n{En}\n{Zh}")));

    /// <summary>The words of a class.</summary>
    public static ConsentText Of(ConsentClass of) => All[(int)of];
}
