import type { ReactNode, SVGProps } from "react";

/** Decorative by default: what it means stands in the label of the control around it. */
export type IconProps = Omit<SVGProps<SVGSVGElement>, "children"> & { size?: number };

/** Makes an icon of the set: 20 units wide, drawn in strokes of 1.5 in the colour of the text. */
function icon(shape: ReactNode) {
  // biome-ignore lint/correctness/noComponentHookFactories: called once for each icon, at the level of the module
  return function Icon({ size = 16, ...props }: IconProps) {
    return (
      <svg
        width={size}
        height={size}
        viewBox="0 0 20 20"
        fill="none"
        stroke="currentColor"
        strokeWidth={size < 18 ? 1.7 : 1.5}
        strokeLinecap="round"
        strokeLinejoin="round"
        aria-hidden="true"
        {...props}
      >
        {shape}
      </svg>
    );
  };
}

export const ArrowDownIcon = icon(<path d="M10 4v12m-5-5 5 5 5-5" />);
export const ArrowUpIcon = icon(<path d="M10 16V4M5 9l5-5 5 5" />);
export const CheckIcon = icon(<path d="m4.5 10.5 3.5 3.5 7.5-8" />);
export const ChevronDownIcon = icon(<path d="m5.5 8 4.5 4.5L14.5 8" />);
export const ChevronRightIcon = icon(<path d="M8 5.5 12.5 10 8 14.5" />);
export const CloseIcon = icon(<path d="m5 5 10 10M15 5 5 15" />);
export const CopyIcon = icon(
  <>
    <rect x="7" y="7" width="9.5" height="9.5" rx="2" />
    <path d="M13 4.5A1.5 1.5 0 0 0 11.5 3H5a2 2 0 0 0-2 2v6.5A1.5 1.5 0 0 0 4.5 13" />
  </>,
);
export const DownloadIcon = icon(<path d="M10 3v9.5m-4-4 4 4 4-4M4 16.5h12" />);
export const EditIcon = icon(<path d="m12.5 4.5 3 3L7 16l-3.5.5L4 13l8.5-8.5Z" />);
export const ErrorIcon = icon(
  <>
    <circle cx="10" cy="10" r="7" />
    <path d="M10 6.5v4m0 2.8v.2" />
  </>,
);
export const ExternalIcon = icon(<path d="M8 5H5v10h10v-3M11.5 4H16v4.5M16 4l-6.5 6.5" />);
export const GearIcon = icon(<path d="M3 6h8m4 0h2M3 14h2m4 0h8M13 4v4M7 12v4" />);
export const HistoryIcon = icon(<path d="M3.5 10a6.5 6.5 0 1 0 2-4.7L3.5 7.2M3.5 3.5v3.7h3.7M10 6.5V10l2.5 1.5" />);
export const ImageIcon = icon(
  <>
    <rect x="3" y="4" width="14" height="12" rx="2" />
    <path d="m3.5 14 4-4 3 3 2.5-2 3.5 3M13 7.8v.1" />
  </>,
);
export const InfoIcon = icon(
  <>
    <circle cx="10" cy="10" r="7" />
    <path d="M10 9.5v4m0-7v.2" />
  </>,
);
export const KeyboardIcon = icon(
  <>
    <rect x="2.5" y="5" width="15" height="10" rx="2" />
    <path d="M5.5 8.3h.1m3 0h.1m3 0h.1m3 0h.1M7 11.8h6" />
  </>,
);
export const LinkIcon = icon(
  <path d="M8.5 11.5a3 3 0 0 0 4.2 0l2.6-2.6a3 3 0 0 0-4.2-4.2l-1 1m1.4 2.8a3 3 0 0 0-4.2 0l-2.6 2.6a3 3 0 0 0 4.2 4.2l1-1" />,
);
export const MenuIcon = icon(<path d="M3.5 6h13m-13 4h13m-13 4h13" />);
export const MoonIcon = icon(<path d="M16 11.5A6.5 6.5 0 0 1 8.5 4a6.5 6.5 0 1 0 7.5 7.5Z" />);
export const MoreIcon = icon(<path d="M4.5 10h.1m5.4 0h.1m5.4 0h.1" strokeWidth="2.4" />);
export const NewChatIcon = icon(
  <path d="M9.5 4H6a2.5 2.5 0 0 0-2.5 2.5V14A2.5 2.5 0 0 0 6 16.5h7.5A2.5 2.5 0 0 0 16 14v-3.5m-7 .7L15.8 4.4M9 11.2l-.3 0" />,
);
export const PeopleIcon = icon(
  <>
    <circle cx="8" cy="7" r="3" />
    <path d="M2.5 16c.4-2.8 2.6-4.5 5.5-4.5s5.1 1.7 5.5 4.500M13 4.300a3 3 0 0 1 0 5.400m1.8 2.300c1.5.7 2.5 2.1 2.7 4" />
  </>,
);
export const PersonIcon = icon(
  <>
    <circle cx="10" cy="7" r="3" />
    <path d="M4 16.500c.5-3 2.9-4.5 6-4.500s5.5 1.5 6 4.5" />
  </>,
);
export const PlusIcon = icon(<path d="M10 4v12M4 10h12" />);
export const RetryIcon = icon(<path d="M16.5 10a6.5 6.5 0 1 1-2-4.700l2 1.900m0-3.700v3.700h-3.7" />);
export const SearchIcon = icon(
  <>
    <circle cx="9" cy="9" r="5" />
    <path d="m13 13 3.5 3.5" />
  </>,
);
export const ShieldIcon = icon(<path d="M10 3 4.5 5v4.500c0 3.5 2.2 6 5.5 7.5 3.3-1.5 5.5-4 5.5-7.500V5L10 3Z" />);
export const SidebarIcon = icon(
  <>
    <rect x="3" y="4" width="14" height="12" rx="2" />
    <path d="M8 4v12" />
  </>,
);
export const SignOutIcon = icon(
  <path d="M8 3.500H5.500a2 2 0 0 0-2 2v9a2 2 0 0 0 2 2H8M12.5 13.5 16 10l-3.5-3.500M16 10H8" />,
);
export const SlidersIcon = icon(
  <path d="M3 6h7m4 0h3M3 14h3m4 0h7M14 6a2 2 0 1 1-4 0 2 2 0 0 1 4 0Zm-4 8a2 2 0 1 1-4 0 2 2 0 0 1 4 0Z" />,
);
export const SpendIcon = icon(<path d="M4 16V9.500m4 6.500V4m4 12v-5m4 5V7" />);
export const SpinnerIcon = icon(<path d="M10 3.500a6.5 6.5 0 1 0 6.5 6.5" />);
export const StopIcon = icon(<rect x="5.5" y="5.5" width="9" height="9" rx="1.5" fill="currentColor" stroke="none" />);
export const SummaryIcon = icon(<path d="M4 4.500h12M4 8.200h12M10 11v5.500m-2.5-2.5 2.5 2.5 2.5-2.5" />);
export const SunIcon = icon(
  <>
    <circle cx="10" cy="10" r="3" />
    <path d="M10 3v1m0 12v1M3 10h1m12 0h1M5 5l.7.7m8.6 8.6.7.7M15 5l-.7.7m-8.6 8.600L5 15" />
  </>,
);
export const SystemIcon = icon(
  <>
    <rect x="3" y="4" width="14" height="9.5" rx="1.5" />
    <path d="M7.5 16.500h5" />
  </>,
);
export const TrashIcon = icon(
  <path d="M3.5 5.500h13m-8.5 0V4h4v1.500m-6.5 0 .6 9.600A1.5 1.5 0 0 0 7.6 16.500h4.800a1.5 1.5 0 0 0 1.5-1.400l.6-9.6" />,
);
export const WarnIcon = icon(<path d="M10 3.5 2.8 16h14.400L10 3.500Zm0 5v3.500m0 2v.1" />);
