import { PageHeader } from "../../kit/layout.tsx";

export function HomePage() {
  return <PageHeader title="Home" />;
}
