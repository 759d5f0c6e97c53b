/** Two waves and the line that they may not cross. */
export function BrandMark() {
  return (
    <svg viewBox="0 0 32 32" width="28" height="28" aria-hidden focusable="false">
      <rect width="32" height="32" rx="7" fill="#0b5866" />
      <g fill="none" strokeLinecap="round" strokeWidth="2.4">
        <path
          d="M5 13c3.7 0 3.7-3 7.3-3s3.7 3 7.4 3 3.6-3 7.3-3M5 19c3.7 0 3.7-3 7.3-3s3.7 3 7.4 3 3.6-3 7.3-3"
          stroke="#a3d0d9"
        />
        <path d="M5 25h22" stroke="#fff" />
      </g>
    </svg>
  );
}
