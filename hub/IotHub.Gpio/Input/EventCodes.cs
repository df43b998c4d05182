using System.Collections.Frozen;
using System.Globalization;

namespace IotHub.Gpio.Input;

/// <summary>Names of keys and relative axes of linux/input-event-codes.h that buttons, remote controls and encoders have; any other goes by its number.</summary>
internal static class EventCodes
{
    private static readonly FrozenDictionary<string, int> Codes = Names().ToFrozenDictionary(one => one.Name, one => one.Code, StringComparer.Ordinal);

    public static bool TryGet(string name, out int code) => Codes.TryGetValue(name, out code);

    /// <summary>The name of a key or an axis; its number where it has none.</summary>
    public static string NameOf(int code, bool isAxis) =>
        Codes.Where(one => one.Value == code && one.Key.StartsWith("REL_", StringComparison.Ordinal) == isAxis).Select(one => one.Key).Order(StringComparer.Ordinal).FirstOrDefault()
        ?? code.ToString(CultureInfo.InvariantCulture);

    private static IEnumerable<(string Name, int Code)> Names()
    {
        for (var digit = 0; digit <= 9; digit++)
        {
            yield return (string.Create(CultureInfo.InvariantCulture, $"KEY_{digit}"), digit == 0 ? 11 : digit + 1);
            yield return (string.Create(CultureInfo.InvariantCulture, $"KEY_NUMERIC_{digit}"), 512 + digit);
            yield return (string.Create(CultureInfo.InvariantCulture, $"BTN_{digit}"), 256 + digit);
        }

        (string Row, int First)[] letters = [("QWERTYUIOP", 16), ("ASDFGHJKL", 30), ("ZXCVBNM", 44)];
        foreach (var (row, first) in letters)
        {
            for (var i = 0; i < row.Length; i++)
            {
                yield return ($"KEY_{row[i]}", first + i);
            }
        }

        for (var i = 1; i <= 10; i++)
        {
            yield return (string.Create(CultureInfo.InvariantCulture, $"KEY_F{i}"), 58 + i);
        }

        const string Others =
            "KEY_ESC 1 KEY_BACKSPACE 14 KEY_TAB 15 KEY_ENTER 28 KEY_SPACE 57 KEY_HOME 102 KEY_UP 103 KEY_PAGEUP 104 KEY_LEFT 105 KEY_RIGHT 106 KEY_END 107 "
            + "KEY_DOWN 108 KEY_PAGEDOWN 109 KEY_DELETE 111 KEY_MUTE 113 KEY_VOLUMEDOWN 114 KEY_VOLUMEUP 115 KEY_POWER 116 KEY_PAUSE 119 KEY_STOP 128 "
            + "KEY_MENU 139 KEY_SLEEP 142 KEY_WAKEUP 143 KEY_PROG1 148 KEY_PROG2 149 KEY_BACK 158 KEY_NEXTSONG 163 KEY_PLAYPAUSE 164 KEY_PREVIOUSSONG 165 "
            + "KEY_RECORD 167 KEY_REWIND 168 KEY_PLAY 207 KEY_FASTFORWARD 208 KEY_BRIGHTNESSDOWN 224 KEY_BRIGHTNESSUP 225 KEY_MICMUTE 248 KEY_OK 352 "
            + "KEY_SELECT 353 KEY_INFO 358 KEY_CHANNELUP 402 KEY_CHANNELDOWN 403 KEY_RED 398 KEY_GREEN 399 KEY_YELLOW 400 KEY_BLUE 401 KEY_LIGHTS_TOGGLE 542 "
            + "REL_X 0 REL_Y 1 REL_Z 2 REL_HWHEEL 6 REL_DIAL 7 REL_WHEEL 8 REL_MISC 9";
        var words = Others.Split(' ');
        for (var i = 0; i < words.Length; i += 2)
        {
            yield return (words[i], int.Parse(words[i + 1], CultureInfo.InvariantCulture));
        }
    }
}
