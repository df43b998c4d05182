using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;

namespace IotHub.Gpio.Drivers.CharacterDevice;

/// <summary>Version 2 of the kernel's GPIO interface, linux/gpio.h: structures with the kernel's sizes and offsets, the same on 32 and 64 bits, and its calls.</summary>
internal static class GpioAbi
{
    public const nuint GetChipInfo = 0x8044B401;
    public const nuint GetLineInfo = 0xC100B405;
    public const nuint GetLine = 0xC250B407;
    public const nuint SetConfig = 0xC110B40D;
    public const nuint GetValues = 0xC010B40E;
    public const nuint SetValues = 0xC010B40F;

    public const uint AttributeFlags = 1;
    public const uint AttributeOutputValues = 2;
    public const uint AttributeDebounce = 3;
    public const int AttributesMax = 10;

    public const uint Rising = 1;

    /// <summary>The text before the first zero.</summary>
    public static string Text(ReadOnlySpan<byte> bytes)
    {
        var end = bytes.IndexOf((byte)0);
        return Encoding.UTF8.GetString(end < 0 ? bytes : bytes[..end]);
    }

    /// <summary>32 bytes of text.</summary>
    [InlineArray(32)]
    public struct Name
    {
        private byte _first;
    }

    /// <summary>Lines of a request.</summary>
    [InlineArray(64)]
    public struct Offsets
    {
        private uint _first;
    }

    /// <summary>Attributes of a configuration.</summary>
    [InlineArray(AttributesMax)]
    public struct ConfigAttributes
    {
        private ConfigAttribute _first;
    }

    /// <summary>Attributes of a line.</summary>
    [InlineArray(AttributesMax)]
    public struct Attributes
    {
        private Attribute _first;
    }

    /// <summary><c>struct gpiochip_info</c>.</summary>
    [StructLayout(LayoutKind.Explicit, Size = 68)]
    public struct ChipInfo
    {
        [FieldOffset(0)]
        public Name Name;

        [FieldOffset(32)]
        public Name Label;

        [FieldOffset(64)]
        public uint Lines;
    }

    /// <summary><c>struct gpio_v2_line_values</c>.</summary>
    [StructLayout(LayoutKind.Explicit, Size = 16)]
    public struct Values
    {
        [FieldOffset(0)]
        public ulong Bits;

        [FieldOffset(8)]
        public ulong Mask;
    }

    /// <summary><c>struct gpio_v2_line_attribute</c>.</summary>
    [StructLayout(LayoutKind.Explicit, Size = 16)]
    public struct Attribute
    {
        [FieldOffset(0)]
        public uint Id;

        [FieldOffset(8)]
        public LineFlags Flags;

        [FieldOffset(8)]
        public ulong Values;

        [FieldOffset(8)]
        public uint DebounceMicroseconds;
    }

    /// <summary><c>struct gpio_v2_line_config_attribute</c>.</summary>
    [StructLayout(LayoutKind.Explicit, Size = 24)]
    public struct ConfigAttribute
    {
        [FieldOffset(0)]
        public Attribute Attribute;

        [FieldOffset(16)]
        public ulong Mask;
    }

    /// <summary><c>struct gpio_v2_line_config</c>.</summary>
    [StructLayout(LayoutKind.Explicit, Size = 272)]
    public struct Config
    {
        [FieldOffset(0)]
        public LineFlags Flags;

        [FieldOffset(8)]
        public uint Count;

        [FieldOffset(32)]
        public ConfigAttributes Attributes;
    }

    /// <summary><c>struct gpio_v2_line_request</c>.</summary>
    [StructLayout(LayoutKind.Explicit, Size = 592)]
    public struct Request
    {
        [FieldOffset(0)]
        public Offsets Offsets;

        [FieldOffset(256)]
        public Name Consumer;

        [FieldOffset(288)]
        public Config Config;

        [FieldOffset(560)]
        public uint Lines;

        [FieldOffset(564)]
        public uint EventBufferSize;

        [FieldOffset(588)]
        public int File;
    }

    /// <summary><c>struct gpio_v2_line_info</c>.</summary>
    [StructLayout(LayoutKind.Explicit, Size = 256)]
    public struct LineInfo
    {
        [FieldOffset(0)]
        public Name Name;

        [FieldOffset(32)]
        public Name Consumer;

        [FieldOffset(64)]
        public uint Offset;

        [FieldOffset(68)]
        public uint Count;

        [FieldOffset(72)]
        public LineFlags Flags;

        [FieldOffset(80)]
        public Attributes Attributes;
    }

    /// <summary><c>struct gpio_v2_line_event</c>.</summary>
    [StructLayout(LayoutKind.Explicit, Size = 48)]
    public struct Event
    {
        [FieldOffset(0)]
        public ulong TimestampNanoseconds;

        [FieldOffset(8)]
        public uint Id;

        [FieldOffset(12)]
        public uint Offset;

        [FieldOffset(16)]
        public uint Sequence;

        [FieldOffset(20)]
        public uint LineSequence;
    }
}
