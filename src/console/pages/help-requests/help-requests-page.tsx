import { PageHeader } from "../../kit/layout.tsx";

export function HelpRequestsPage() {
  return <PageHeader title="Help requests" />;
}
