import { useNavigate } from '@tanstack/react-router'
import { Background, Controls, Handle, MarkerType, Position, ReactFlow } from '@xyflow/react'
import '@xyflow/react/dist/base.css'
import type { Place, Way } from './layout'

function PlaceBox({ data }: { data: { place: Place } }) {
  const { place } = data
  return (
    <div className={`place is-${place.kind} ${place.state ?? ''}`}>
      <Handle type="target" position={Position.Left} isConnectable={false} />
      <strong>{place.label}</strong>
      <small>{place.detail}</small>
      <Handle type="source" position={Position.Right} isConnectable={false} />
    </div>
  )
}

const types = { place: PlaceBox }

export default function Graph({ places, ways }: { places: Place[]; ways: Way[] }) {
  const navigate = useNavigate()
  const open = (place: Place) => {
    const name = place.id.slice(place.id.indexOf(' ') + 1)
    if (place.kind === 'function') {
      void navigate({ to: '/functions/$name/$tab', params: { name, tab: 'code' } })
    } else if (place.kind === 'trigger') {
      void navigate({ to: '/triggers/$id', params: { id: name } })
    }
  }
  return (
    <div className="map">
      <ReactFlow
        nodes={places.map((place) => ({ id: place.id, type: 'place', position: { x: place.x, y: place.y }, data: { place }, ariaLabel: `${place.kind} ${place.label}` }))}
        edges={ways.map((way) => ({ id: way.id, source: way.from, target: way.to, markerEnd: { type: MarkerType.ArrowClosed }, ...(way.label && { label: way.label, className: 'outcome' }) }))}
        nodeTypes={types}
        nodesDraggable={false}
        nodesConnectable={false}
        edgesFocusable={false}
        fitView
        fitViewOptions={{ maxZoom: 1, padding: 0.1 }}
        minZoom={0.1}
        onNodeClick={(_click, node) => open(node.data.place)}
        proOptions={{ hideAttribution: false }}
      >
        <Background gap={24} />
        <Controls showInteractive={false} />
      </ReactFlow>
    </div>
  )
}
